package dev.glomers.consensus;

import dev.glomers.consensus.Agreement.Requests;
import dev.glomers.consensus.Leader.AppendEntries;
import dev.glomers.consensus.PersistentState.LogEntry;
import dev.glomers.consensus.PersistentState.Snapshot;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies the log of one term's leader (§5.3). It answers just before the leader sends again, so
 * that the answer carries its clients' requests up to then.
 */
final class Follower {
  final String leader;
  private final Raft raft;

  /** Of the leader's last message: the leader's clock, the arrival, and whether the log matched. */
  private long atNanos;

  private Duration heardAt = Duration.ZERO;
  private boolean matches;

  /** The log matches the leader's up to this index. */
  private long matched;

  /** Sends the pending answer. */
  private Scheduler.@Nullable Timer timer;

  /** Whether the last answer is sent again because the leader's next message is late. */
  private boolean repeats;

  /**
   * The answer to the last {@link AppendEntries}; may be sent again.
   *
   * @param waitedNanos the time since that message arrived
   * @param matches whether the log matched at that message's {@code prevIndex}
   * @param index if so, the log matches and is durable up to here; if not, the commit index
   */
  record Appended(
      long term, long atNanos, long waitedNanos, boolean matches, long index, Requests requests) {}

  Follower(Raft raft, String leader) {
    this.raft = raft;
    this.leader = leader;
  }

  boolean hearsLeader() {
    return heardAt.plus(raft.pace.electionTimeout()).compareTo(raft.scheduler.now()) > 0;
  }

  /** A client's request goes with the pending answer; without one, the last answer is repeated. */
  void submitted() {
    if (timer == null && !repeats) {
      // A busy leader's next message arrives before then.
      Duration next = heardAt.plus(raft.pace.interval.multipliedBy(3).dividedBy(2));
      repeats = true;
      answer(next.minus(raft.scheduler.now()));
    }
  }

  void appendEntries(AppendEntries message) {
    raft.pace.trip = Duration.ofNanos(message.tripNanos());
    if (repeats) {
      cancel();
      repeats = false;
    }
    atNanos = message.atNanos();
    heardAt = raft.scheduler.now();
    message.snapshot().forEach(this::install);
    matches = raft.state.matches(message.prevIndex(), message.prevTerm());
    if (matches) {
      long index = message.prevIndex();
      for (LogEntry entry : message.entries()) {
        // §5.3: deletes entries that conflict with the leader's, and appends new ones.
        if (!raft.state.matches(++index, entry.term())) {
          raft.state.append(index, entry);
        }
      }
      matched = Math.max(matched, index);
      long commit = Math.min(message.commit(), index);
      raft.whenDurable(this, () -> raft.agreement.commit(commit));
    }
    boolean waits = matches && message.snapshot().isEmpty();
    answer(waits ? raft.pace.within() : Duration.ZERO);
  }

  /** Figure 13, 6: a log with the snapshot's last entry stays; its rest may be acknowledged. */
  private void install(Snapshot snapshot) {
    if (!raft.state.matches(snapshot.index(), snapshot.term())) {
      raft.state.replace(snapshot, List.of());
      raft.agreement.restore();
    }
  }

  /** Answers within a time; does not postpone an answer that is already due. */
  private void answer(Duration within) {
    if (within.isZero() || within.isNegative()) {
      answer();
    } else if (timer == null) {
      timer = raft.scheduler.after(within, this::answer);
    }
  }

  private void answer() {
    cancel();
    boolean success = matches;
    long index = success ? matched : raft.agreement.commit;
    raft.whenDurable(
        this,
        () -> {
          long term = raft.state.term;
          long waitedNanos = raft.scheduler.now().minus(heardAt).toNanos();
          Requests requests = raft.agreement.tell();
          raft.bus.send(leader, new Appended(term, atNanos, waitedNanos, success, index, requests));
        });
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
