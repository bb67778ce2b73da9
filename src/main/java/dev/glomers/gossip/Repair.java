package dev.glomers.gossip;

import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which messages were lost and which nodes do not answer, and does without those nodes.
 */
final class Repair {
  /** How often to look for what is overdue. */
  static final Duration REVIEW_INTERVAL = Duration.ofMillis(80);

  private final Scheduler scheduler;
  private final GossipConfig config;
  private final Logs logs;
  private final Members members;
  private final Outbox outbox;

  /** Whether this node has just started and has heard of no items. */
  private boolean newborn = true;

  /** When to start asking for items if no peer is heard until then. */
  private final Duration catchUpAt;

  /** Done when all guarded peers have told what they have; null if nothing waits for that. */
  private @Nullable CompletableFuture<Void> caughtUp;

  /** Whether suspects need not tell, once one peer has told. */
  private boolean lenient;

  private int turn;

  Repair(Scheduler scheduler, GossipConfig config, Logs logs, Members members, Outbox outbox) {
    this.scheduler = scheduler;
    this.config = config;
    this.logs = logs;
    this.members = members;
    this.outbox = outbox;
    catchUpAt = now().plus(config.catchUpDelay());
    scheduler.every(config.retryInterval(), this::probe);
  }

  /**
   * Asks the guarded peers what they have; done once they have answered.
   *
   * @param ofThoseThere whether suspects need not answer, if at least one peer does
   */
  CompletionStage<Void> catchUp(boolean ofThoseThere) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    caughtUp = done;
    lenient = ofThoseThere;
    members.guarded().forEach(this::ask);
    checkCaughtUp();
    return done;
  }

  /** Completes {@link #catchUp} if the answers have come. */
  void checkCaughtUp() {
    if (caughtUp != null && haveTold(members.guarded())) {
      newborn = false;
      caughtUp.complete(null);
      caughtUp = null;
    }
  }

  void situations(Invariants always) {
    always.reaches("a node knows of nothing", () -> newborn);
  }

  private boolean haveTold(List<Peer> peers) {
    List<Peer> silent = peers.stream().filter(peer -> !peer.knowledge.isHeard()).toList();
    return silent.isEmpty()
        || (lenient
            && silent.size() < peers.size()
            && silent.stream().allMatch(peer -> peer.presence.isSuspect()));
  }

  /** Records who speaks; false if that is a former life. */
  boolean hear(Peer peer, Batch batch) {
    if (peer.isFormer(batch)) {
      // The batch is late, or the peer's clock went back before it named its life: tell it.
      ask(peer);
      return false;
    }
    boolean followed = peer.follows(members.role().self());
    boolean another = peer.hear(batch, now());
    if (another) {
      // A question to the former life gets no answer.
      outbox.ask(peer);
    } else if (peer.presence.isSuspect()) {
      // Only an answer proves that the peer hears this node.
      ask(peer);
    }
    if (!followed && peer.follows(members.role().self()) && !members.role().isHub()) {
      // The peer has lost the hub; has this node lost it too?
      ask(Objects.requireNonNull(members.peer(members.role().hub())));
    }
    return true;
  }

  /** Handles the news that a batch from a peer was taken in. */
  void heard(Peer peer) {
    newborn = false;
    if (members.role().guards(peer)
        && !peer.knowledge.confirmed()
        && peer.timing.missed(now(), config.guard())) {
      peer.knowledge.untold();
      outbox.offer();
    }
  }

  /** Asks the peers whose acknowledgement is overdue, and for items that are. */
  void review() {
    Duration now = now();
    boolean missing = true;
    for (Peer peer : List.copyOf(members.met())) {
      if (peer.presence.isLate(now)) {
        silent(peer);
      } else if (!peer.presence.isSuspect()) {
        if (peer.presence.isRepeatDue(now)) {
          outbox.ask(peer);
        } else if (members.role().guards(peer) && (isAwaited(peer) || isOverdue(peer, now))) {
          ask(peer);
        } else if (missing && isMissing(peer, now)) {
          // As a rule several peers have the missing items, and one of them is enough.
          ask(peer);
          missing = false;
        }
      }
    }
  }

  private boolean isOverdue(Peer peer, Duration now) {
    return !peer.knowledge.confirmed() && members.role().overdue(peer, now);
  }

  /** Whether {@link #catchUp} waits for the peer. */
  private boolean isAwaited(Peer peer) {
    return caughtUp != null && !peer.knowledge.isHeard();
  }

  /** Whether an item that the peer has should have come by now, from any peer. */
  private boolean isMissing(Peer peer, Duration now) {
    if (peer.knowledge.isCovered()) {
      return false;
    }
    Duration patience = config.interval().multipliedBy(2).plus(peer.timing.timeout());
    return peer.knowledge.isAheadSince(now.minus(patience));
  }

  void ask(Peer peer) {
    if (!peer.presence.isAsked()) {
      outbox.ask(peer);
    }
  }

  /** A peer has answered, and this node has taken in the answer. */
  void answered(Peer peer) {
    boolean back = peer.presence.answered();
    newborn &= logs.size() == 0;
    if (back) {
      choose();
      // The fault that cut this peer off may have cut off others.
      members.met().stream().filter(other -> other.presence.isSuspect()).forEach(this::ask);
    }
    checkCaughtUp();
    if (members.role().guards(peer) && peer.knowledge.lacks()) {
      outbox.send(peer);
    }
  }

  private void silent(Peer peer) {
    if (!peer.presence.silent(now())) {
      if (!peer.presence.isSuspect()) {
        ask(peer);
      }
      return;
    }
    if (peer.id().equals(members.role().hub())) {
      // Finds out at once which of the nodes before this one answer.
      members.before().forEach(this::ask);
    }
    choose();
    checkCaughtUp();
  }

  private void choose() {
    if (members.choose(now())) {
      members.guarded().stream().filter(peer -> !peer.presence.isSuspect()).forEach(this::ask);
      outbox.offer(now());
    }
  }

  /** Asks a peer for items if none was heard; while a peer is cut off, asks whether it is back. */
  private void probe() {
    if (newborn && now().compareTo(catchUpAt) >= 0 && !members.isAlone()) {
      ask(members.other(turn++));
      newborn = turn < members.others();
    }
    List<Peer> cutOff = members.met().stream().filter(this::isCutOff).toList();
    if (members.role().isHub() && !cutOff.isEmpty()) {
      next(members.met().stream().filter(peer -> peer.presence.isSuspect()).toList());
      next(members.met().stream().filter(peer -> !peer.presence.isSuspect()).toList());
    }
  }

  private boolean isCutOff(Peer peer) {
    return peer.presence.isSuspect() && (peer.knowledge.lacks() || isAwaited(peer));
  }

  /** Asks the next of them in turn, even if a question is open: that one may be lost. */
  private void next(List<Peer> ones) {
    if (!ones.isEmpty()) {
      outbox.ask(ones.get(turn++ % ones.size()));
    }
  }

  private Duration now() {
    return scheduler.now();
  }
}
