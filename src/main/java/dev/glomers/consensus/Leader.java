package dev.glomers.consensus;

import dev.glomers.consensus.Messages.AppendEntries;
import dev.glomers.consensus.Messages.Appended;
import dev.glomers.consensus.Messages.InstallSnapshot;
import dev.glomers.consensus.Messages.Request;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.RoundTrip;
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
  private final Cluster cluster;
  private final MessageBus bus;
  private final Scheduler scheduler;
  private final Pace pace;
  private final Map<String, Progress> others = new LinkedHashMap<>();
  private Scheduler.Timer timer = () -> {};
  private Duration sendsAt;
  private Duration sentAt;

  /** Up to where all were sent the log, and told that it is committed. */
  private long sent;

  private long told;

  /** What is known of another node. */
  private static final class Progress {
    /** Figure 2: the next entry to send it, and up to where it is known to have the log. */
    long next;

    long match;
    final RoundTrip roundTrip;
    Duration heardAt;
    Duration sentAt;

    /** When it was last sent again what it lacked. */
    Duration backedUpAt;

    Progress(long next, RoundTrip roundTrip, Duration now) {
      this.next = next;
      this.roundTrip = roundTrip;
      heardAt = now;
      sentAt = now;
      backedUpAt = now;
    }

    boolean wasHeard(Duration within, Duration now) {
      return heardAt.plus(within).compareTo(now) >= 0;
    }
  }

  Leader(Raft raft, Cluster cluster, MessageBus bus, Scheduler scheduler, Pace pace) {
    this.raft = raft;
    this.cluster = cluster;
    this.bus = bus;
    this.scheduler = scheduler;
    this.pace = pace;
    Duration now = scheduler.now();
    long next = raft.log().last() + 1;
    for (String peer : cluster.peers()) {
      others.put(peer, new Progress(next, pace.roundTrip(), now));
    }
    sent = next - 1;
    // The first message does not wait.
    sentAt = now.minus(pace.heartbeat());
    sendsAt = now.plus(pace.heartbeat());
  }

  void resign() {
    timer.cancel();
  }

  /** Thesis, 6.3: adds those that come next to the log; a request is in it once, and in order. */
  void propose(String node, long life, List<Request> requests) {
    for (Request request : requests) {
      if (raft.log().session(node).isFollowedBy(life, request.number())) {
        long term = raft.term();
        raft.state().append(new LogEntry(term, node, life, request.number(), request.command()));
      }
    }
    // 10.2.1: the others write at the same time, and this node counts once it has.
    raft.state().whenDurable(this::advance);
    schedule();
  }

  void appended(String src, Appended answer) {
    Progress other = Objects.requireNonNull(others.get(src));
    Duration now = scheduler.now();
    other.heardAt = now;
    other.roundTrip.measured(now.minusNanos(answer.at()).minusNanos(answer.waited()));
    if (answer.matches()) {
      other.match = Math.max(other.match, answer.index());
      other.next = Math.max(other.next, other.match + 1);
    } else if (answer.at() >= other.backedUpAt.toNanos()) {
      // §5.3: not one back at a time, but to where the logs are the same for certain.
      other.next = answer.index() + 1;
      other.backedUpAt = now;
      send(src, other);
    }
    propose(src, answer.life(), answer.requests());
    advance();
  }

  private void advance() {
    if (!raft.isLedBy(this)) {
      return;
    }
    raft.commit(commit(null));
    schedule();
  }

  /**
   * Up to where a majority has the log.
   *
   * @param receiver whom to count as if it had all; null to count nobody so
   */
  private long commit(@Nullable Progress receiver) {
    LongStream matches =
        others.values().stream().mapToLong(o -> o == receiver ? Long.MAX_VALUE : o.match);
    long[] sorted =
        LongStream.concat(matches, LongStream.of(raft.state().durable())).sorted().toArray();
    long index = Math.min(sorted[(sorted.length - 1) / 2], raft.log().last());
    // §5.4.2: what is of a former term is committed by something of this one alone.
    boolean isOfThisTerm = index > raft.commit() && raft.log().term(index) == raft.term();
    return isOfThisTerm ? index : raft.commit();
  }

  private void schedule() {
    boolean news = raft.log().last() > sent || raft.commit() > told;
    Duration due = sentAt.plus(news ? pace.interval() : pace.heartbeat());
    if (!due.equals(sendsAt)) {
      timer.cancel();
      sendsAt = due;
      timer = scheduler.after(Pace.later(Duration.ZERO, due.minus(scheduler.now())), this::sendAll);
    }
  }

  private void sendAll() {
    Duration now = scheduler.now();
    Duration timeout = pace.electionTimeout();
    long heard = others.values().stream().filter(other -> other.wasHeard(timeout, now)).count();
    if (!raft.isLedBy(this)) {
      return;
    }
    if (!raft.isMajority(1 + (int) heard)) {
      // Thesis, 6.2: who cannot commit anything shall not keep clients waiting.
      raft.follow("");
      return;
    }
    sentAt = now;
    sent = raft.log().last();
    told = Long.MAX_VALUE;
    learn();
    others.forEach(
        (node, other) -> {
          boolean due = other.sentAt.plus(pace.heartbeat()).compareTo(now) <= 0;
          if (due || other.wasHeard(timeout, now)) {
            told = Math.min(told, send(node, other));
          }
        });
    schedule();
  }

  /** How long a round trip to the slowest takes. */
  private void learn() {
    others.values().stream()
        .map(other -> other.roundTrip)
        .filter(trip -> trip.smoothed().isPresent())
        .map(RoundTrip::timeout)
        .max(Duration::compareTo)
        .ifPresent(pace::trip);
  }

  /** Sends what a node lacks; up to where it will know the log to be committed. */
  private long send(String node, Progress other) {
    Duration now = scheduler.now();
    other.sentAt = now;
    RaftLog log = raft.log();
    Snapshot base = log.base();
    if (other.next <= base.index()) {
      // §7: what it lacks is not in the log any more.
      other.backedUpAt = now;
      other.next = base.index() + 1;
      bus.send(node, new InstallSnapshot(raft.term(), now.toNanos(), base));
      return base.index();
    }
    long previous = other.next - 1;
    List<LogEntry> entries = log.from(other.next);
    long commit = commit(other);
    // 10.2.1: takes for granted that they arrive.
    other.next = log.last() + 1;
    bus.send(
        node,
        new AppendEntries(
            raft.term(),
            now.toNanos(),
            previous,
            log.term(previous),
            entries,
            commit,
            within(other).toNanos(),
            pace.trip().toNanos()));
    return commit;
  }

  /** Answers are to be there just before the next message is sent, or as they come, one later. */
  private Duration within(Progress other) {
    long interval = pace.interval().toNanos();
    boolean isKnown = interval > 0 && other.roundTrip.smoothed().isPresent();
    long late = isKnown ? other.roundTrip.timeout().toNanos() % interval : 0;
    return Duration.ofNanos(late == 0 ? 0 : interval - late);
  }
}
