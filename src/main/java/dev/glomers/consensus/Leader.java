package dev.glomers.consensus;

import dev.glomers.consensus.Messages.AppendEntries;
import dev.glomers.consensus.Messages.Appended;
import dev.glomers.consensus.Messages.LogEntry;
import dev.glomers.consensus.Messages.Requests;
import dev.glomers.consensus.Messages.Snapshot;
import dev.glomers.protocol.Json;
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
  private final PersistentState state;
  private final Map<String, Progress> others = new LinkedHashMap<>();
  private Duration sentAt;

  /** Up to where this node's own disk has the log. */
  private long durable;

  /** What is known of another node. */
  private final class Progress {
    /** Figure 2: the next entry to send it, and up to where it is known to have the log. */
    long next = state.last() + 1;

    long match;

    /** Up to where it was told that the log is committed. */
    long told;

    Duration heardAt = raft.scheduler.now();

    /** When it was last sent again what it lacked. */
    Duration backedUpAt = heardAt;
  }

  Leader(Raft raft) {
    this.raft = raft;
    state = raft.state;
    raft.cluster.peers().forEach(peer -> others.put(peer, new Progress()));
    // The first message does not wait.
    sentAt = raft.scheduler.now().minus(raft.pace.heartbeat);
  }

  void begin() {
    // §8: nothing of former terms is known to be committed before something of this one is.
    append("", 0, Json.NULL);
    propose(raft.agreement.tell());
  }

  private void append(String session, long number, Json command) {
    state.append(state.last() + 1, new LogEntry(state.term, session, number, command));
  }

  /** Thesis, 6.3: adds those that come next to the log; a request is in it once, and in order. */
  void propose(Requests requests) {
    long number = requests.present();
    for (Json command : requests.commands()) {
      if (++number == state.present(requests.session()) + 1) {
        append(requests.session(), number, command);
      }
    }
    long last = state.last();
    // 10.2.1: the others write at the same time, and this node counts once it has.
    raft.whenDurable(
        this,
        () -> {
          durable = last;
          advance();
        });
    advance();
  }

  void appended(String src, Appended answer) {
    Progress other = Objects.requireNonNull(others.get(src));
    Duration now = raft.scheduler.now();
    other.heardAt = now;
    raft.pace.measured(now.minusNanos(answer.atNanos()).minusNanos(answer.waitedNanos()));
    if (answer.matches()) {
      other.match = Math.max(other.match, answer.index());
      other.next = Math.max(other.next, other.match + 1);
    } else if (answer.atNanos() >= other.backedUpAt.toNanos()) {
      // §5.3: not one back at a time, but to where the logs are the same for certain.
      other.next = answer.index() + 1;
      other.backedUpAt = now;
      send(src, other);
    }
    propose(answer.requests());
  }

  private void advance() {
    raft.agreement.commit(commit(null));
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
    long[] sorted = LongStream.concat(matches, LongStream.of(durable)).sorted().toArray();
    long index = Math.min(sorted[(sorted.length - 1) / 2], state.last());
    long commit = raft.agreement.commit;
    // §5.4.2: what is of a former term is committed by something of this one alone.
    return index > commit && state.term(index) == state.term ? index : commit;
  }

  private void schedule() {
    long commit = raft.agreement.commit;
    boolean news =
        others.values().stream().anyMatch(o -> o.next <= state.last() || o.told < commit);
    Duration due = sentAt.plus(news ? raft.pace.interval : raft.pace.heartbeat);
    raft.next(due.minus(raft.scheduler.now()), this::sendAll);
  }

  private void sendAll() {
    sentAt = raft.scheduler.now();
    Duration since = sentAt.minus(raft.pace.electionTimeout());
    long heard = others.values().stream().filter(o -> o.heardAt.compareTo(since) >= 0).count();
    if (raft.isMajority(1 + heard)) {
      others.forEach(this::send);
      schedule();
    } else {
      // Thesis, 6.2: who cannot commit anything shall not keep clients waiting.
      raft.resigned = true;
      raft.lookForLeader();
    }
  }

  /** Sends what a node lacks, and up to where it will know that to be committed. */
  private void send(String node, Progress other) {
    Snapshot base = state.base;
    // §7: what it lacks may not be in the log any more.
    List<Snapshot> snapshot = other.next <= base.index() ? List.of(base) : List.of();
    long previous = Math.max(other.next - 1, base.index());
    // 10.2.1: takes for granted that they arrive.
    other.next = state.last() + 1;
    other.told = commit(other);
    Duration now = raft.scheduler.now();
    other.backedUpAt = snapshot.isEmpty() ? other.backedUpAt : now;
    raft.bus.send(
        node,
        new AppendEntries(
            state.term,
            now.toNanos(),
            snapshot,
            previous,
            state.term(previous),
            state.from(previous + 1),
            other.told,
            raft.pace.trip.toNanos()));
  }
}
