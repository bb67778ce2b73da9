package dev.glomers.consensus;

import dev.glomers.consensus.Messages.RequestVote;
import dev.glomers.consensus.Messages.Vote;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds a leader (§5.2), after it was asked who would vote at all (thesis, 9.6): so a node that was
 * cut off or stopped unseats nobody when it comes back.
 *
 * <p>A vote that comes late still counts as long as it is for the same term. So elections succeed
 * however long a round trip takes, though nothing is known of that before there is a leader.
 */
final class Election {
  /** After so many attempts in vain nobody is kept waiting any more. */
  private static final int HOPELESS = 2;

  private final Raft raft;
  private final Cluster cluster;
  private final MessageBus bus;
  private final Scheduler scheduler;
  private final Pace pace;

  private final Set<String> supporters = new HashSet<>();
  private final Set<String> voters = new HashSet<>();
  private Scheduler.Timer timer = () -> {};
  private boolean hears;
  private Duration heardAt = Duration.ZERO;
  private int attempts;

  Election(Raft raft, Cluster cluster, MessageBus bus, Scheduler scheduler, Pace pace) {
    this.raft = raft;
    this.cluster = cluster;
    this.bus = bus;
    this.scheduler = scheduler;
    this.pace = pace;
  }

  /** The first node does not wait: where all have just started, there is nobody to wait for. */
  void begin() {
    if (cluster.index() == 0) {
      timer = scheduler.after(Duration.ZERO, this::campaign);
    } else {
      await();
    }
  }

  /** Whether there has been no leader for so long that there may be none for longer. */
  boolean isHopeless() {
    return attempts >= HOPELESS;
  }

  /**
   * A leader was heard, or a later term.
   *
   * @param leads whether it was the leader
   */
  void heard(boolean leads) {
    hears = leads;
    if (leads) {
      heardAt = scheduler.now();
      attempts = 0;
    }
    await();
  }

  void won() {
    timer.cancel();
    attempts = 0;
  }

  /** §5.2, §9.3: times that differ seldom split votes. */
  private void await() {
    timer.cancel();
    long least = pace.electionTimeout().toNanos();
    long timeout = least + scheduler.random().nextLong(least);
    timer = scheduler.after(Duration.ofNanos(timeout), this::campaign);
  }

  private void campaign() {
    if (raft.isLeader()) {
      return;
    }
    attempts++;
    if (isHopeless()) {
      raft.refuseWaiting();
    }
    hears = false;
    supporters.clear();
    await();
    ask(raft.term() + 1, true);
    support(cluster.self());
  }

  private void ask(long term, boolean trial) {
    RaftLog log = raft.log();
    RequestVote ask =
        new RequestVote(term, scheduler.now().toNanos(), trial, log.last(), log.term(log.last()));
    cluster.peers().forEach(peer -> bus.send(peer, ask));
  }

  private void support(String node) {
    supporters.add(node);
    if (raft.isMajority(supporters.size())) {
      candidate();
    }
  }

  private void candidate() {
    long term = raft.term() + 1;
    supporters.clear();
    voters.clear();
    raft.state().vote(term, cluster.self());
    await();
    raft.state()
        .whenDurable(
            () -> {
              if (term == raft.term() && !raft.isLeader()) {
                ask(term, false);
                support(term, cluster.self());
              }
            });
  }

  private void support(long term, String node) {
    if (term == raft.term() && raft.state().vote().equals(cluster.self()) && !raft.isLeader()) {
      voters.add(node);
      if (raft.isMajority(voters.size())) {
        raft.lead();
      }
    }
  }

  void requestVote(String src, RequestVote ask) {
    boolean granted = ask.trial() ? wouldVote(ask) : votes(src, ask);
    long term = granted ? ask.term() : raft.term();
    raft.state()
        .whenDurable(
            () -> {
              boolean stands = ask.trial() || raft.term() == term;
              bus.send(
                  src,
                  new Vote(granted ? term : raft.term(), ask.at(), ask.trial(), granted && stands));
            });
  }

  /** Thesis, 9.6: nobody is wanted as long as there is a leader. */
  private boolean wouldVote(RequestVote ask) {
    boolean led =
        raft.isLeader()
            || (hears && heardAt.plus(pace.electionTimeout()).compareTo(scheduler.now()) > 0);
    return ask.term() > raft.term() && !led && isUpToDate(ask);
  }

  private boolean votes(String src, RequestVote ask) {
    raft.observe(ask.term());
    String vote = raft.state().vote();
    boolean granted =
        ask.term() == raft.term() && (vote.isEmpty() || vote.equals(src)) && isUpToDate(ask);
    if (granted) {
      raft.state().vote(raft.term(), src);
      await();
    }
    return granted;
  }

  /** §5.4.1. */
  private boolean isUpToDate(RequestVote ask) {
    return raft.log().isUpToDate(ask.lastIndex(), ask.lastTerm());
  }

  void vote(String src, Vote vote) {
    pace.measured(scheduler.now().minusNanos(vote.at()));
    if (!vote.granted()) {
      raft.observe(vote.term());
    } else if (!vote.trial()) {
      support(vote.term(), src);
    } else if (vote.term() == raft.term() + 1 && !hears && !raft.isLeader()) {
      support(src);
    }
  }
}
