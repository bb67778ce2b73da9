package dev.glomers.consensus;

import dev.glomers.consensus.Messages.Appended;
import dev.glomers.consensus.Messages.Request;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One server of figure 2: in which role it is, and what it knows to be committed. */
final class Raft {
  private final Cluster cluster;
  private final MessageBus bus;
  private final Scheduler scheduler;
  private final PersistentState state;
  private final Replica<?> replica;
  private final Pace pace;
  private final long leastBytes;
  private final Election election;
  private final Follower follower;
  private @Nullable Leader leader;
  private long commit;

  /** Up to where the invariants have looked at the log, and at what of it is committed. */
  private long claimed;

  private long claimedCommit;

  /**
   * @param state as former lives left it
   * @param leastBytes a log with shorter commands is not worth a snapshot
   */
  Raft(
      Cluster cluster,
      MessageBus bus,
      Scheduler scheduler,
      PersistentState state,
      Replica<?> replica,
      Pace pace,
      long leastBytes) {
    this.cluster = cluster;
    this.bus = bus;
    this.scheduler = scheduler;
    this.state = state;
    this.replica = replica;
    this.pace = pace;
    this.leastBytes = leastBytes;
    election = new Election(this, cluster, bus, scheduler, pace);
    follower = new Follower(this, bus, scheduler, pace);
    restore();
  }

  void begin() {
    election.begin();
  }

  Election election() {
    return election;
  }

  Follower follower() {
    return follower;
  }

  PersistentState state() {
    return state;
  }

  RaftLog log() {
    return state.log();
  }

  long term() {
    return state.term();
  }

  long commit() {
    return commit;
  }

  boolean isLeader() {
    return leader != null;
  }

  /** Whether that leader has not resigned. */
  boolean isLedBy(Leader one) {
    return leader == one;
  }

  boolean isMajority(int nodes) {
    return nodes > cluster.size() / 2;
  }

  /** A request of this node's clients waits to be handed over. */
  void submitted() {
    if (state.isFull() || election.isHopeless()) {
      replica.refuseWaiting();
    } else if (leader != null) {
      leader.propose(cluster.self(), state.life(), unseen());
    } else {
      follower.submitted();
    }
  }

  /** The requests of this node's clients that are not in its log. */
  List<Request> unseen() {
    return replica.handOver(state.life(), log().session(cluster.self()));
  }

  /** No leader was found for a long time. */
  void refuseWaiting() {
    replica.refuseWaiting();
  }

  /** §5.1: whoever hears of a later term is in it, as a follower. */
  void observe(long term) {
    if (term > term()) {
      state.vote(term, "");
      follow("");
    }
  }

  /**
   * Is a follower from now on.
   *
   * @param node of whom; empty if nobody knows
   */
  void follow(String node) {
    if (leader != null) {
      leader.resign();
      leader = null;
    }
    follower.follow(node);
    election.heard(!node.isEmpty());
  }

  /** §5.2: a majority has voted for this node. */
  void lead() {
    follower.follow("");
    election.won();
    leader = new Leader(this, cluster, bus, scheduler, pace);
    // §8: nothing of former terms is known to be committed before something of this one is.
    state.append(LogEntry.nothing(term()));
    leader.propose(cluster.self(), state.life(), unseen());
  }

  void appended(String src, Appended answer) {
    observe(answer.term());
    if (leader != null && answer.term() == term()) {
      leader.appended(src, answer);
    }
  }

  /** §5.3: runs what is committed by now. */
  void commit(long index) {
    // §7, thesis 5.1.2; not at once, for the invariants look at what was committed last.
    RaftLog log = log();
    long bytes = Math.max(leastBytes, 2L * log.base().state().length());
    if (log.bytes() > bytes && commit > log.base().index()) {
      state.compact(commit, replica.snapshot());
    }
    while (commit < index) {
      LogEntry entry = log.entry(++commit);
      if (entry.isRequest()) {
        replica.apply(entry, entry.node().equals(cluster.self()) && entry.life() == state.life());
      }
    }
  }

  /** §7: goes on from a snapshot of what was committed. */
  void install(Snapshot snapshot) {
    state.restore(snapshot);
    restore();
  }

  private void restore() {
    Snapshot base = log().base();
    if (base.index() > 0) {
      replica.restore(base.state(), state.life(), log().session(cluster.self()));
    }
    commit = base.index();
    claimed = commit;
    claimedCommit = commit;
  }

  /** The log was cut before an index. */
  void truncated(long from) {
    claimed = Math.min(claimed, from - 1);
  }

  Map<String, ?> shows() {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("committed", commit);
    shown.put("log", log().last());
    shown.put("term", term());
    shown.put("role", leader != null ? "leader" : follower.role());
    return shown;
  }

  /** Figure 3. */
  void invariants(Invariants always) {
    RaftLog log = log();
    long last = log.last();
    always.grows("the term", term());
    always.grows("what is committed", commit);
    always.holds("what is committed is here", commit <= last);
    if (leader != null) {
      // Election safety, §5.2: at most one leader can be elected in a given term.
      always.has("the leader of term " + term(), cluster.self());
      // Leader append-only, §5.3: a leader never overwrites or deletes entries in its log.
      always.grows("the log that leads term " + term(), last);
    }
    // Log matching, §5.3: entries of one index and term are equal, and so are those before them.
    for (claimed = Math.max(claimed, log.base().index()); claimed < last; claimed++) {
      LogEntry entry = log.entry(claimed + 1);
      Object name = List.of("the entry of index and term", claimed + 1, entry.term());
      always.has(name, List.of(entry, "after term", log.term(claimed)));
    }
    // State machine safety, §5.4.3: no two nodes run different commands for one index. A leader
    // commits what its log has, so this also says that it has all that was committed before it:
    // leader completeness, §5.4.
    claimedCommit = Math.max(claimedCommit, log.base().index());
    for (; claimedCommit < commit; claimedCommit++) {
      always.has(List.of("the command of index", claimedCommit + 1), log.entry(claimedCommit + 1));
    }
  }
}
