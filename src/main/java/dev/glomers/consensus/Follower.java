package dev.glomers.consensus;

import dev.glomers.consensus.Messages.AppendEntries;
import dev.glomers.consensus.Messages.Appended;
import dev.glomers.consensus.Messages.InstallSnapshot;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies a leader's log (§5.3). Its answers wait until just before the leader sends again, and
 * bring along what its clients have requested until then.
 */
final class Follower {
  private final Raft raft;
  private final MessageBus bus;
  private final Scheduler scheduler;
  private final Pace pace;

  /** Empty if none is known. */
  private String leader = "";

  /** The leader's last message: its clock, when it came, and whether the log matched. */
  private long at;

  private Duration receivedAt = Duration.ZERO;
  private boolean matches;

  /** Up to where the log is the leader's. */
  private long matched;

  /** Sends the answer that is due. */
  private Scheduler.@Nullable Timer timer;

  /** Whether the last message was answered again because it took long for the next to come. */
  private boolean repeated;

  Follower(Raft raft, MessageBus bus, Scheduler scheduler, Pace pace) {
    this.raft = raft;
    this.bus = bus;
    this.scheduler = scheduler;
    this.pace = pace;
  }

  /**
   * @param node empty to follow nobody
   */
  void follow(String node) {
    if (!node.equals(leader)) {
      leader = node;
      matched = 0;
      cancel();
    }
  }

  /** What this node is if it does not lead. */
  String role() {
    return leader.isEmpty() ? "leaderless" : "follows " + leader;
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** A client's request goes with the next answer, or soon if none is due. */
  void submitted() {
    if (!leader.isEmpty() && timer == null && !repeated) {
      // The next message of a leader that is busy comes before.
      Duration next = receivedAt.plus(pace.interval()).plus(pace.guard().multipliedBy(2));
      repeated = true;
      answer(next.minus(scheduler.now()));
    }
  }

  void appendEntries(String src, AppendEntries message) {
    if (!hears(src, message.term(), message.at())) {
      return;
    }
    pace.trip(Duration.ofNanos(message.trip()));
    matches = raft.log().matches(message.prevIndex(), message.prevTerm());
    if (!matches) {
      answer(Duration.ZERO);
      return;
    }
    long end = message.prevIndex() + message.entries().size();
    take(message.prevIndex(), message.entries());
    matched = Math.max(matched, end);
    long term = raft.term();
    raft.state()
        .whenDurable(
            () -> {
              if (term == raft.term()) {
                raft.commit(Math.min(message.commit(), end));
              }
            });
    answer(Duration.ofNanos(message.within()));
  }

  /** Whether a message is the present leader's; a former one is told so (§5.1). */
  private boolean hears(String src, long term, long sentAt) {
    raft.observe(term);
    if (term < raft.term()) {
      raft.state().whenDurable(() -> send(src, sentAt, Duration.ZERO, false, 0, List.of()));
      return false;
    }
    if (timer != null && !repeated && src.equals(leader)) {
      // Came early: what was due before is not to be later for it.
      answer(Duration.ZERO);
    }
    raft.follow(src);
    at = sentAt;
    receivedAt = scheduler.now();
    repeated = false;
    return true;
  }

  /** §5.3: what conflicts with the leader's entries goes, and what is new comes. */
  private void take(long prevIndex, List<LogEntry> entries) {
    RaftLog log = raft.log();
    long index = prevIndex;
    for (LogEntry entry : entries) {
      if (!log.matches(++index, entry.term())) {
        raft.state().truncate(index);
        raft.truncated(index);
        raft.state().append(entry);
      }
    }
  }

  void installSnapshot(String src, InstallSnapshot message) {
    if (hears(src, message.term(), message.at())) {
      Snapshot snapshot = message.snapshot();
      RaftLog log = raft.log();
      if (log.matches(snapshot.index(), snapshot.term())) {
        // Figure 13, 6: what comes after it may have been acknowledged.
        raft.commit(Math.max(raft.commit(), snapshot.index()));
      } else {
        raft.install(snapshot);
      }
      matches = true;
      matched = Math.max(matched, snapshot.index());
      answer(Duration.ZERO);
    }
  }

  private void answer(Duration within) {
    cancel();
    if (within.isZero() || within.isNegative()) {
      answer();
    } else {
      timer =
          scheduler.after(
              within,
              () -> {
                timer = null;
                answer();
              });
    }
  }

  private void answer() {
    String to = leader;
    long term = raft.term();
    boolean success = matches;
    long index = success ? matched : raft.commit();
    raft.state()
        .whenDurable(
            () -> {
              if (!to.isEmpty() && to.equals(leader) && term == raft.term()) {
                send(to, at, scheduler.now().minus(receivedAt), success, index, raft.unseen());
              }
            });
  }

  private void send(
      String to,
      long sentAt,
      Duration waited,
      boolean success,
      long index,
      List<Messages.Request> requests) {
    long life = raft.state().life();
    bus.send(
        to, new Appended(raft.term(), sentAt, waited.toNanos(), success, index, life, requests));
  }
}
