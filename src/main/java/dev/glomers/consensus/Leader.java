package dev.glomers.consensus;

import dev.glomers.consensus.Messages.AppendEntries;
import dev.glomers.consensus.Messages.Appended;
import dev.glomers.consensus.Messages.Request;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Adds requests to its log and has the others copy it (§5.3): all that came since it last sent in
 * one message (batching), without waiting for what was sent before (pipelining; thesis, 10.2).
 */
final class Leader {
  private final Raft raft;
  private final Map<String, Progress> others = new LinkedHashMap<>();
  private Scheduler.Timer timer = () -> {};
  private Duration sentAt;

  /** Up to where all were sent the log, and told that it is committed. */
  private long sent;

  private long told;

  /** Up to where this node's own disk has the log. */
  private long durable;

  /** What is known of another node. */
  private static final class Progress {
    /** Figure 2: the next entry to send it, and up to where it is known to have the log. */
    long next;

    long match;
    Duration heardAt;

    /** When it was last sent again what it lacked. */
    Duration backedUpAt;

    Progress(long next, Duration now) {
      this.next = next;
      heardAt = now;
      backedUpAt = now;
    }
  }

  Leader(Raft raft) {
    this.raft = raft;
    Duration now = raft.scheduler.now();
    long next = raft.log.last() + 1;
    raft.cluster.peers().forEach(peer -> others.put(peer, new Progress(next, now)));
    sent = next - 1;
    // The first message does not wait.
    sentAt = now.minus(raft.pace.heartbeat());
  }

  void resign() {
    timer.cancel();
  }

  /** Thesis, 6.3: adds those that come next to the log; a request is in it once, and in order. */
  void propose(String session, List<Request> requests) {
    for (Request request : requests) {
      if (request.number() == raft.log.present(session) + 1) {
        long term = raft.state.term();
        raft.state.append(
            raft.log.last() + 1, new LogEntry(term, session, request.number(), request.command()));
      }
    }
    long last = raft.log.last();
    // 10.2.1: the others write at the same time, and this node counts once it has.
    raft.state.whenDurable(
        () -> {
          durable = Math.max(durable, last);
          advance();
        });
    schedule();
  }

  void appended(String src, Appended answer) {
    Progress other = Objects.requireNonNull(others.get(src));
    Duration now = raft.scheduler.now();
    other.heardAt = now;
    raft.pace.measured(now.minusNanos(answer.at()).minusNanos(answer.waited()));
    if (answer.matches()) {
      other.match = Math.max(other.match, answer.index());
      other.next = Math.max(other.next, other.match + 1);
    } else if (answer.at() >= other.backedUpAt.toNanos()) {
      // §5.3: not one back at a time, but to where the logs are the same for certain.
      other.next = answer.index() + 1;
      other.backedUpAt = now;
      send(src, other);
    }
    propose(answer.session(), answer.requests());
    advance();
  }

  private void advance() {
    if (raft.isLedBy(this)) {
      raft.commit(commit(null));
      schedule();
    }
  }

  /**
   * Up to where a majority has the log.
   *
   * @param receiver whom to count as if it had all; null to count nobody so
   */
  private long commit(@Nullable Progress receiver) {
    LongStream matches =
        others.values().stream().mapToLong(o -> o == receiver ? Long.MAX_VALUE : o.match);
    long[] sorted = LongStream.concat(matches, LongStream.of(durable)).sorted().toArray();
    long index = Math.min(sorted[(sorted.length - 1) / 2], raft.log.last());
    // §5.4.2: what is of a former term is committed by something of this one alone.
    boolean isOfThisTerm = index > raft.commit() && raft.log.term(index) == raft.state.term();
    return isOfThisTerm ? index : raft.commit();
  }

  private void schedule() {
    boolean news = raft.log.last() > sent || raft.commit() > told;
    Duration due = sentAt.plus(news ? raft.pace.interval() : raft.pace.heartbeat());
    timer.cancel();
    timer = raft.scheduler.after(due.minus(raft.scheduler.now()), this::sendAll);
  }

  private void sendAll() {
    Duration now = raft.scheduler.now();
    Duration since = now.minus(raft.pace.electionTimeout());
    long heard = others.values().stream().filter(o -> o.heardAt.compareTo(since) >= 0).count();
    if (!raft.isMajority(1 + (int) heard)) {
      raft.resign();
      return;
    }
    sentAt = now;
    sent = raft.log.last();
    told = Long.MAX_VALUE;
    others.forEach((node, other) -> told = Math.min(told, send(node, other)));
    schedule();
  }

  /** Sends what a node lacks; up to where it will know the log to be committed. */
  private long send(String node, Progress other) {
    RaftLog log = raft.log;
    Snapshot base = log.base();
    // §7: what it lacks may not be in the log any more.
    List<Snapshot> snapshot = other.next <= base.index() ? List.of(base) : List.of();
    long previous = Math.max(other.next - 1, base.index());
    List<LogEntry> entries = log.from(previous + 1);
    long commit = commit(other);
    // 10.2.1: takes for granted that they arrive.
    other.next = log.last() + 1;
    Duration now = raft.scheduler.now();
    other.backedUpAt = snapshot.isEmpty() ? other.backedUpAt : now;
    raft.bus.send(
        node,
        new AppendEntries(
            raft.state.term(),
            now.toNanos(),
            snapshot,
            previous,
            log.term(previous),
            entries,
            commit,
            within(),
            raft.pace.trip().toNanos()));
    return commit;
  }

  /** Answers are to be there before the next message is sent, or as they come, one later. */
  private long within() {
    long interval = raft.pace.interval().toNanos();
    long ahead = raft.pace.trip().plus(raft.pace.guard()).toNanos();
    return interval == 0 ? 0 : interval - 1 - (ahead - 1) % interval;
  }
}
