package dev.glomers.consensus;

import dev.glomers.consensus.Agreement.Requests;
import dev.glomers.consensus.Follower.Appended;
import dev.glomers.consensus.PersistentState.LogEntry;
import dev.glomers.consensus.PersistentState.Snapshot;
import dev.glomers.protocol.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Appends requests to its log and replicates it (§5.3). A message has all entries since the last
 * one (batching) and does not wait for its acknowledgement (pipelining; thesis, 10.2).
 */
final class Leader {
  private final Raft raft;
  private final PersistentState state;
  private final Map<String, Progress> others = new LinkedHashMap<>();

  /** The log is durable on this node up to this index. */
  private long durable;

  /**
   * AppendEntries (figure 2) and InstallSnapshot (figure 13) in one.
   *
   * @param snapshot stands before the entries if the receiver may lack more than those
   * @param commit the leader's commit index once the receiver has these entries
   * @param tripNanos how long a round trip may take
   */
  record AppendEntries(
      long term,
      long atNanos,
      List<Snapshot> snapshot,
      long prevIndex,
      long prevTerm,
      List<LogEntry> entries,
      long commit,
      long tripNanos) {}

  /** What the leader knows of another node. */
  private final class Progress {
    /** Figure 2: nextIndex, the next entry to send, and matchIndex, the last known to match. */
    long next = state.last() + 1;

    long match;

    /** The highest commit index that was sent to it. */
    long told;

    Duration heardAt = raft.scheduler.now();

    /** When missing entries or a snapshot were last sent to it again. */
    Duration backedUpAt = heardAt;

    /** Begins so that the messages to the nodes, and with them the commits, are spread evenly. */
    Duration sentAt =
        heardAt
            .minus(raft.pace.heartbeat)
            .plus(
                raft.pace.interval.multipliedBy(others.size()).dividedBy(raft.cluster.size() - 1));

    Duration due() {
      boolean news = next <= state.last() || told < raft.agreement.commit;
      return sentAt.plus(news ? raft.pace.interval : raft.pace.heartbeat);
    }
  }

  Leader(Raft raft) {
    this.raft = raft;
    state = raft.state;
    raft.cluster.peers().forEach(peer -> others.put(peer, new Progress()));
  }

  void begin() {
    // §8: a no-op. Only an entry of this term shows which of the earlier ones are committed.
    propose(new Requests("", state.present(""), List.of(Json.NULL)));
    propose(raft.agreement.tell());
  }

  /** Thesis, 6.3: appends a session's next requests, so each is in the log once and in order. */
  void propose(Requests requests) {
    String session = requests.session();
    long number = requests.present();
    for (Json command : requests.commands()) {
      if (++number == state.present(session) + 1) {
        state.append(state.last() + 1, new LogEntry(state.term, session, number, command));
      }
    }
    long last = state.last();
    // 10.2.1: followers write in parallel; this node counts once its own write is durable.
    raft.whenDurable(this, () -> advance(last));
    advance(durable);
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
      // §5.3: goes back to the follower's commit index at once, where the logs surely match.
      other.next = answer.index() + 1;
      other.backedUpAt = now;
      send(src, other);
    }
    propose(answer.requests());
  }

  private void advance(long durableIndex) {
    durable = durableIndex;
    raft.agreement.commit(commit(null));
    schedule();
  }

  /** What a majority has; the receiver of a message, if there is one, counts as having all. */
  private long commit(@Nullable Progress receiver) {
    LongStream matches =
        others.values().stream().mapToLong(o -> o == receiver ? Long.MAX_VALUE : o.match);
    long[] sorted = LongStream.concat(matches, LongStream.of(durable)).sorted().toArray();
    long index = Math.min(sorted[(sorted.length - 1) / 2], state.last());
    long commit = raft.agreement.commit;
    // §5.4.2: entries of earlier terms are committed only with an entry of this term.
    return index > commit && state.term(index) == state.term ? index : commit;
  }

  private void schedule() {
    others.values().stream()
        .map(Progress::due)
        .min(Duration::compareTo)
        .ifPresent(due -> raft.next(due.minus(raft.scheduler.now()), this::sendDue));
  }

  private void sendDue() {
    Duration now = raft.scheduler.now();
    Duration since = now.minus(raft.pace.electionTimeout());
    long heard = others.values().stream().filter(o -> o.heardAt.compareTo(since) >= 0).count();
    if (raft.isMajority(1 + heard)) {
      others.forEach(
          (node, other) -> {
            if (other.due().compareTo(now) <= 0) {
              other.sentAt = now;
              send(node, other);
            }
          });
      schedule();
    } else {
      // Thesis, 6.2: a leader that cannot commit steps down and keeps no clients waiting.
      raft.lookForLeader();
    }
  }

  /** Sends the entries that a node lacks, and the commit index once it has them. */
  private void send(String node, Progress other) {
    Snapshot base = state.base;
    // §7: the entries that it lacks may be in the snapshot only.
    List<Snapshot> snapshot = other.next <= base.index() ? List.of(base) : List.of();
    long previous = Math.max(other.next - 1, base.index());
    // 10.2.2: assumes that they arrive.
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
