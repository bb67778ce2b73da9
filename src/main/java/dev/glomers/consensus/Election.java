package dev.glomers.consensus;

import dev.glomers.consensus.Messages.RequestVote;
import dev.glomers.consensus.Messages.Vote;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds a leader (§5.2), after it was asked who would vote at all (thesis, 9.6): so a node that was
 * cut off or stopped unseats nobody when it comes back.
 *
 * <p>An answer tells how long a round trip takes, even if it comes too late to count. So elections
 * succeed at last however long that is, though nothing is known of it before there is a leader.
 */
final class Election {
  /** After so many attempts in vain nobody is kept waiting any more. */
  private static final int HOPELESS = 2;

  private final Raft raft;

  /** What the others were asked, if this node wants to lead, and who has agreed. */
  private @Nullable RequestVote asked;

  private final Set<String> supporters = new HashSet<>();
  private Scheduler.Timer timer = () -> {};

  /** When a leader was heard; null if this node has looked for another since. */
  private @Nullable Duration heardAt;

  private int attempts;

  Election(Raft raft) {
    this.raft = raft;
  }

  /** The first node does not wait: where all have just started, there is nobody to wait for. */
  void begin() {
    if (raft.cluster.index() == 0) {
      campaign();
    } else {
      await();
    }
  }

  boolean isCandidate() {
    return asked != null && !asked.trial();
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
    asked = null;
    heardAt = leads ? raft.scheduler.now() : null;
    attempts = leads ? 0 : attempts;
    await();
  }

  void won() {
    asked = null;
    attempts = 0;
    timer.cancel();
  }

  /** §5.2, §9.3: times that differ seldom split votes. */
  private void await() {
    timer.cancel();
    long least = raft.pace.electionTimeout().toNanos();
    long timeout = least + raft.scheduler.random().nextLong(least);
    timer = raft.scheduler.after(Duration.ofNanos(timeout), this::campaign);
  }

  private void campaign() {
    attempts++;
    if (isHopeless()) {
      raft.agreement.refuseWaiting();
    }
    heardAt = null;
    await();
    ask(raft.state.term() + 1, true);
  }

  private void ask(long term, boolean trial) {
    long last = raft.log.last();
    long now = raft.scheduler.now().toNanos();
    RequestVote ask = new RequestVote(term, now, trial, last, raft.log.term(last));
    asked = ask;
    supporters.clear();
    raft.cluster.peers().forEach(peer -> raft.bus.send(peer, ask));
    support(ask, raft.cluster.self());
  }

  private void support(RequestVote ask, String node) {
    supporters.add(node);
    if (!raft.isMajority(supporters.size())) {
      return;
    }
    if (ask.trial()) {
      stand(ask.term());
    } else {
      raft.lead();
    }
  }

  private void stand(long term) {
    asked = null;
    raft.state.vote(term, raft.cluster.self());
    await();
    raft.state.whenDurable(
        () -> {
          if (term == raft.state.term()) {
            ask(term, false);
          }
        });
  }

  void requestVote(String src, RequestVote ask) {
    boolean granted = ask.trial() ? wouldVote(ask) : votes(src, ask);
    long term = granted ? ask.term() : raft.state.term();
    Vote vote = new Vote(term, ask.at(), ask.trial(), granted);
    raft.state.whenDurable(() -> raft.bus.send(src, vote));
  }

  /** Thesis, 9.6: nobody is wanted as long as there is a leader. */
  private boolean wouldVote(RequestVote ask) {
    boolean hears =
        heardAt != null
            && heardAt.plus(raft.pace.electionTimeout()).compareTo(raft.scheduler.now()) > 0;
    return ask.term() > raft.state.term() && !raft.isLeader() && !hears && isUpToDate(ask);
  }

  private boolean votes(String src, RequestVote ask) {
    raft.observe(ask.term());
    String vote = raft.state.vote();
    boolean granted =
        ask.term() == raft.state.term() && (vote.isEmpty() || vote.equals(src)) && isUpToDate(ask);
    if (granted) {
      raft.state.vote(ask.term(), src);
      await();
    }
    return granted;
  }

  /** §5.4.1. */
  private boolean isUpToDate(RequestVote ask) {
    return raft.log.isUpToDate(ask.lastIndex(), ask.lastTerm());
  }

  void vote(String src, Vote vote) {
    raft.pace.measured(raft.scheduler.now().minusNanos(vote.at()));
    if (!vote.granted()) {
      raft.observe(vote.term());
    } else if (asked != null && vote.term() == asked.term() && vote.trial() == asked.trial()) {
      support(asked, src);
    }
  }
}
