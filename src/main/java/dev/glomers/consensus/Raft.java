package dev.glomers.consensus;

import dev.glomers.consensus.Messages.AppendEntries;
import dev.glomers.consensus.Messages.Appended;
import dev.glomers.consensus.Messages.Request;
import dev.glomers.consensus.Messages.RequestVote;
import dev.glomers.consensus.Messages.Vote;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One server of figure 2: in which role it is, and what it knows to be committed. */
final class Raft {
  private static final String INSTALLED = "a snapshot was installed";
  private static final String TRUNCATED = "entries were dropped for a leader's";
  private static final String RESIGNED = "a leader has resigned";
  private static final List<String> SITUATIONS = List.of(INSTALLED, TRUNCATED, RESIGNED);

  final Cluster cluster;
  final MessageBus bus;
  final Scheduler scheduler;
  final PersistentState state;
  final RaftLog log;
  final Agreement<?> agreement;
  final Pace pace;
  final Election election = new Election(this);
  final Follower follower = new Follower(this);
  private final long snapshotBytes;
  private @Nullable Leader leader;
  private long commit;

  /** What of {@link #SITUATIONS} has happened in this life. */
  private final Set<String> happened = new HashSet<>();

  /** Up to where the invariants have looked at the log, and at what of it is committed. */
  private long claimed;

  private long claimedCommit;

  Raft(
      Cluster cluster,
      MessageBus bus,
      Scheduler scheduler,
      PersistentState state,
      Agreement<?> agreement,
      ConsensusConfig config) {
    this.cluster = cluster;
    this.bus = bus;
    this.scheduler = scheduler;
    this.state = state;
    this.agreement = agreement;
    log = state.log();
    pace = new Pace(config.interval());
    snapshotBytes = config.snapshotBytes();
    agreement.onSubmit(this::submitted);
  }

  void listen(Handlers on) {
    listen(on, RequestVote.class, election::requestVote);
    listen(on, Vote.class, election::vote);
    listen(on, AppendEntries.class, follower::appendEntries);
    listen(on, Appended.class, this::appended);
    on.always(this::invariants);
    on.shows(this::shows);
  }

  /** What comes before the disk was read is lost, as on a network. */
  private <M extends Record> void listen(
      Handlers on, Class<M> message, BiConsumer<String, M> handler) {
    on.message(
        message,
        (src, body) -> {
          if (!state.session().isEmpty()) {
            handler.accept(src, body);
          }
        });
  }

  void begin() {
    state
        .open(cluster.self())
        .thenRun(
            () -> {
              restore();
              election.begin();
            });
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
  private void submitted() {
    if (state.isFull() || election.isHopeless()) {
      agreement.refuseWaiting();
    } else if (leader != null) {
      leader.propose(state.session(), unseen());
    } else {
      follower.submitted();
    }
  }

  /** The requests of this node's clients that are not in its log. */
  List<Request> unseen() {
    return agreement.handOver(log.present(state.session()));
  }

  /** §5.1: whoever hears of a later term is in it, as a follower. */
  void observe(long term) {
    if (term > state.term()) {
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

  /** Thesis, 6.2: who cannot commit anything shall not keep clients waiting. */
  void resign() {
    happened.add(RESIGNED);
    follow("");
  }

  /** §5.2: a majority has voted for this node. */
  void lead() {
    follower.follow("");
    election.won();
    leader = new Leader(this);
    // §8: nothing of former terms is known to be committed before something of this one is.
    state.append(log.last() + 1, LogEntry.nothing(state.term()));
    leader.propose(state.session(), unseen());
  }

  void appended(String src, Appended answer) {
    observe(answer.term());
    if (leader != null && answer.term() == state.term()) {
      leader.appended(src, answer);
    }
  }

  /** §5.3: runs what is committed by now. */
  void commit(long index) {
    // §7, thesis 5.1.2; not at once, for the invariants look at what was committed last.
    long bytes = Math.max(snapshotBytes, 2L * log.base().state().length());
    if (log.bytes() > bytes && commit > log.base().index()) {
      state.compact(commit, agreement.snapshot());
    }
    while (commit < index) {
      LogEntry entry = log.entry(++commit);
      if (entry.isRequest()) {
        agreement.apply(entry, entry.session().equals(state.session()));
      }
    }
  }

  /** §7: goes on from a snapshot of what was committed. */
  void install(Snapshot snapshot) {
    happened.add(INSTALLED);
    state.restore(snapshot);
    restore();
  }

  private void restore() {
    Snapshot base = log.base();
    if (base.index() > 0) {
      agreement.restore(base.state(), log.present(state.session()));
    }
    commit = base.index();
    claimed = commit;
    claimedCommit = commit;
  }

  /** An entry of the leader's takes the place of those from its index on. */
  void append(long index, LogEntry entry) {
    if (index <= log.last()) {
      happened.add(TRUNCATED);
      claimed = Math.min(claimed, index - 1);
    }
    state.append(index, entry);
  }

  private Map<String, ?> shows() {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("committed", commit);
    shown.put("log", log.last());
    shown.put("keys", agreement.keys());
    shown.put("term", state.term());
    shown.put("role", leader != null ? "leader" : follower.role());
    return shown;
  }

  /** Figure 3. */
  private void invariants(Invariants always) {
    if (state.session().isEmpty()) {
      return;
    }
    long last = log.last();
    always.grows("the term", state.term());
    always.grows("what is committed", commit);
    always.holds("what is committed is here", commit <= last);
    always.reaches("a node leads", this::isLeader);
    always.reaches("a node is a candidate", election::isCandidate);
    SITUATIONS.forEach(each -> always.reaches(each, () -> happened.contains(each)));
    if (leader != null) {
      // Election safety, §5.2: at most one leader can be elected in a given term.
      always.settles("the leader of term " + state.term(), cluster.self());
      // Leader append-only, §5.3: a leader never overwrites or deletes entries in its log.
      always.grows("the log that leads term " + state.term(), last);
    }
    // Log matching, §5.3: entries of one index and term are equal, and so are those before them.
    for (claimed = Math.max(claimed, log.base().index()); claimed < last; claimed++) {
      LogEntry entry = log.entry(claimed + 1);
      Object name = List.of("the entry of index and term", claimed + 1, entry.term());
      always.settles(name, List.of(entry, "after term", log.term(claimed)));
    }
    // State machine safety, §5.4.3: no two nodes run different commands for one index. A leader
    // commits what its log has, so this also says that it has all that was committed before it:
    // leader completeness, §5.4.
    claimedCommit = Math.max(claimedCommit, log.base().index());
    for (; claimedCommit < commit; claimedCommit++) {
      always.settles(
          List.of("the command of index", claimedCommit + 1), log.entry(claimedCommit + 1));
    }
  }
}
