package dev.glomers.consensus;

import dev.glomers.consensus.Agreement.Requests;
import dev.glomers.consensus.Follower.Appended;
import dev.glomers.consensus.Leader.AppendEntries;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One server of figure 2, with leader election (§5.2). A pre-vote comes first (thesis, 9.6), so a
 * node that was cut off or stopped deposes no leader when it returns.
 */
final class Raft {
  /** After this many failed elections, requests are refused instead of kept waiting. */
  private static final int HOPELESS_ELECTIONS = 2;

  final Cluster cluster;
  final MessageBus bus;
  final Scheduler scheduler;
  final PersistentState state;
  final Agreement<?> agreement;
  final Pace pace;

  /** The role in the current term. A node with neither role looks for a leader. */
  @Nullable Leader leader;

  @Nullable Follower follower;

  /** A candidate's request for votes or pre-votes, and the nodes that have granted it. */
  @Nullable RequestVote asked;

  private final Set<String> supporters = new HashSet<>();

  /** How many elections have begun since there was a leader. */
  private int elections;

  /** The leader's next message; without that role, the election timeout. */
  private Scheduler.Timer timer = () -> {};

  /**
   * Asks for a vote (figure 2).
   *
   * @param atNanos the sender's clock; the answer returns it, so the sender measures the round trip
   * @param trial whether this is a pre-vote: how would the receiver vote? (thesis, 9.6)
   */
  record RequestVote(long term, long atNanos, boolean trial, long lastIndex, long lastTerm) {}

  /** The answer to a {@link RequestVote}, with the voter's term. */
  record Vote(RequestVote asked, long term, boolean granted) {}

  Raft(Cluster cluster, MessageBus bus, Scheduler scheduler, Agreement<?> agreement, Pace pace) {
    this.cluster = cluster;
    this.bus = bus;
    this.scheduler = scheduler;
    this.agreement = agreement;
    this.pace = pace;
    state = agreement.state;
    agreement.submitted = this::submitted;
  }

  /** The first node campaigns at once: if all have just started, there is no leader to wait for. */
  void begin() {
    agreement.restore();
    await();
    if (cluster.index() == 0) {
      campaign();
    }
  }

  private void submitted() {
    if (state.journal.isFull() || elections >= HOPELESS_ELECTIONS) {
      agreement.refuseUntold();
    } else if (leader != null) {
      leader.propose(agreement.tell());
    } else if (follower != null) {
      follower.submitted();
    }
  }

  void next(Duration delay, Runnable task) {
    timer.cancel();
    timer = scheduler.after(delay, task);
  }

  /** Runs an action once all changes are durable, if this node still has the role then. */
  void whenDurable(Object role, Runnable action) {
    state.journal.whenDurable(
        () -> {
          if (role == leader || role == follower) {
            action.run();
          }
        });
  }

  boolean isMajority(long nodes) {
    return nodes > cluster.size() / 2;
  }

  /** §5.1: a server that sees a later term enters it; a leader steps down. */
  private void observe(long term) {
    if (term > state.term) {
      state.vote(term, "");
      lookForLeader();
    }
  }

  void lookForLeader() {
    leader = null;
    follower = null;
    await();
  }

  /** §5.2, §9.3: randomized timeouts make split votes rare. */
  private void await() {
    asked = null;
    long least = pace.electionTimeout().toNanos();
    next(Duration.ofNanos(least + scheduler.random().nextLong(least)), this::campaign);
  }

  private void campaign() {
    if (++elections >= HOPELESS_ELECTIONS) {
      agreement.refuseUntold();
    }
    lookForLeader();
    ask(state.term + 1, true);
  }

  private void ask(long term, boolean trial) {
    if (term < state.term) {
      return;
    }
    long now = scheduler.now().toNanos();
    long last = state.last();
    RequestVote ask = new RequestVote(term, now, trial, last, state.term(last));
    asked = ask;
    supporters.clear();
    cluster.peers().forEach(peer -> bus.send(peer, ask));
    support(ask, cluster.self());
  }

  private void support(RequestVote ask, String node) {
    supporters.add(node);
    if (!isMajority(supporters.size())) {
      return;
    }
    if (ask.trial()) {
      state.vote(ask.term(), cluster.self());
      await();
      state.journal.whenDurable(() -> ask(ask.term(), false));
    } else {
      asked = null;
      elections = 0;
      timer.cancel();
      leader = new Leader(this);
      leader.begin();
    }
  }

  void requestVote(String src, RequestVote ask) {
    boolean granted = state.isUpToDate(ask.lastIndex(), ask.lastTerm());
    if (ask.trial()) {
      // Thesis, 9.6: grants no pre-vote while there is a leader.
      boolean isLed = leader != null || (follower != null && follower.hearsLeader());
      granted &= ask.term() > state.term && !isLed;
    } else {
      observe(ask.term());
      granted &= ask.term() == state.term && Set.of("", src).contains(state.vote);
      if (granted) {
        state.vote(ask.term(), src);
        await();
      }
    }
    Vote vote = new Vote(ask, state.term, granted);
    state.journal.whenDurable(() -> bus.send(src, vote));
  }

  /** Even a late vote measures the round trip, so elections succeed however long that is. */
  void vote(String src, Vote vote) {
    RequestVote ask = vote.asked();
    pace.measured(scheduler.now().minusNanos(ask.atNanos()));
    observe(vote.term());
    boolean counts = asked != null && ask.term() == asked.term() && ask.trial() == asked.trial();
    if (vote.granted() && counts) {
      support(ask, src);
    }
  }

  void appendEntries(String src, AppendEntries message) {
    observe(message.term());
    if (message.term() < state.term) {
      // §5.1: the sender's term is over.
      Requests none = new Requests("", 0, List.of());
      Appended refusal = new Appended(state.term, message.atNanos(), 0, false, 0, none);
      state.journal.whenDurable(() -> bus.send(src, refusal));
      return;
    }
    elections = 0;
    await();
    if (follower == null) {
      follower = new Follower(this, src);
    }
    follower.appendEntries(message);
  }

  void appended(String src, Appended answer) {
    observe(answer.term());
    if (leader != null && answer.term() == state.term) {
      leader.appended(src, answer);
    }
  }
}
