package dev.glomers.consensus;

import dev.glomers.consensus.Messages.AppendEntries;
import dev.glomers.consensus.Messages.Appended;
import dev.glomers.consensus.Messages.Request;
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

  /** Whether that is the last one again, because it took long for the next message to come. */
  private boolean repeats;

  Follower(Raft raft) {
    this.raft = raft;
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
    if (!leader.isEmpty() && timer == null && !repeats) {
      // The next message of a leader that is busy comes before.
      Duration next = receivedAt.plus(raft.pace.interval()).plus(raft.pace.guard().multipliedBy(2));
      repeats = true;
      answer(next.minus(raft.scheduler.now()));
    }
  }

  void appendEntries(String src, AppendEntries message) {
    raft.observe(message.term());
    if (message.term() < raft.state.term()) {
      // §5.1: it leads no more.
      raft.state.whenDurable(() -> send(src, message.at(), Duration.ZERO, false, 0, List.of()));
      return;
    }
    raft.follow(src);
    raft.pace.trip(Duration.ofNanos(message.trip()));
    if (repeats) {
      cancel();
      repeats = false;
    }
    at = message.at();
    receivedAt = raft.scheduler.now();
    message.snapshot().forEach(this::take);
    matches = raft.log.matches(message.prevIndex(), message.prevTerm());
    if (!matches) {
      answer(Duration.ZERO);
      return;
    }
    long end = message.prevIndex() + message.entries().size();
    take(message.prevIndex(), message.entries());
    matched = Math.max(matched, end);
    raft.state.whenDurable(
        () -> {
          if (message.term() == raft.state.term()) {
            raft.commit(Math.min(message.commit(), end));
          }
        });
    answer(message.snapshot().isEmpty() ? Duration.ofNanos(message.within()) : Duration.ZERO);
  }

  /** Figure 13, 6: what is here already stays, for what comes after it may be acknowledged. */
  private void take(Snapshot snapshot) {
    if (!raft.log.matches(snapshot.index(), snapshot.term())) {
      raft.install(snapshot);
    }
  }

  /** §5.3: what conflicts with the leader's entries goes, and what is new comes. */
  private void take(long prevIndex, List<LogEntry> entries) {
    long index = prevIndex;
    for (LogEntry entry : entries) {
      if (!raft.log.matches(++index, entry.term())) {
        raft.append(index, entry);
      }
    }
  }

  /** Answers within a time; an answer that is due already is not put off. */
  private void answer(Duration within) {
    if (within.isZero() || within.isNegative()) {
      answer();
    } else if (timer == null) {
      timer = raft.scheduler.after(within, this::answer);
    }
  }

  private void answer() {
    cancel();
    String to = leader;
    long term = raft.state.term();
    boolean success = matches;
    long index = success ? matched : raft.commit();
    raft.state.whenDurable(
        () -> {
          if (!to.isEmpty() && to.equals(leader) && term == raft.state.term()) {
            Duration waited = raft.scheduler.now().minus(receivedAt);
            send(to, at, waited, success, index, raft.unseen());
          }
        });
  }

  private void send(
      String to,
      long sentAt,
      Duration waited,
      boolean success,
      long index,
      List<Request> requests) {
    String session = raft.state.session();
    long term = raft.state.term();
    raft.bus.send(
        to, new Appended(term, sentAt, waited.toNanos(), success, index, session, requests));
  }
}
