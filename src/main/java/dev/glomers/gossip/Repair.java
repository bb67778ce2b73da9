package dev.glomers.gossip;

import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Finds out what was lost on the way and who is not there, and does without those. */
final class Repair {
  /** How often to look whether something should have happened and has not. */
  static final Duration REVIEW_INTERVAL = Duration.ofMillis(80);

  private final Scheduler scheduler;
  private final GossipConfig config;
  private final Logs logs;
  private final Members members;
  private final Outbox outbox;

  /** Whether this node has just started, and knows of nothing. */
  private boolean newborn = true;

  /** When to ask for what there is if nothing is heard until then. */
  private final Duration catchUpAt;

  /** Done when all that this node sees to have told what they have; null if nobody minds. */
  private @Nullable CompletableFuture<Void> caughtUp;

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

  /** Asks for what others have; done once they have answered. */
  CompletionStage<Void> catchUp() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    caughtUp = done;
    members.guarded().forEach(this::ask);
    checkCaughtUp();
    return done;
  }

  /** Completes what waits for that, if all has come. */
  void checkCaughtUp() {
    if (caughtUp != null && members.guarded().stream().allMatch(peer -> peer.knowledge.isHeard())) {
      newborn = false;
      caughtUp.complete(null);
      caughtUp = null;
    }
  }

  void situations(Invariants always) {
    always.reaches("a node knows of nothing", newborn);
  }

  /** Notes who speaks; false if that is a former life. */
  boolean hear(Peer peer, Batch batch) {
    if (peer.isFormer(batch)) {
      // A late word, or the clock went back by which that one named itself: it is to be told.
      ask(peer);
      return false;
    }
    boolean followed = peer.follows(members.role().self());
    boolean another = peer.hear(batch, now());
    if (another || peer.presence.isSuspect()) {
      // Only an answer is certain to come from one that hears this node.
      ask(peer);
    }
    if (!followed && peer.follows(members.role().self()) && !members.role().isHub()) {
      // That one has lost the hub; has this one too?
      ask(Objects.requireNonNull(members.peer(members.role().hub())));
    }
    return true;
  }

  /** Another node has something to say, and will say it all. */
  void heard(Peer peer) {
    newborn = false;
    if (members.role().guards(peer)
        && !peer.knowledge.confirmed()
        && peer.timing.missed(now(), config.guard())) {
      peer.knowledge.untold();
      outbox.offer();
    }
  }

  /** A batch came that brings less, because of what a former life had here. */
  void underserved(Peer by) {
    if (newborn) {
      outbox.hold();
    }
    ask(by);
  }

  /** Asks those who should have acknowledged, or for what should have come. */
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
          // What it has others have too, as a rule, and one of them is enough.
          ask(peer);
          missing = false;
        }
      }
    }
  }

  private boolean isOverdue(Peer peer, Duration now) {
    return !peer.knowledge.confirmed() && members.role().overdue(peer, now);
  }

  /** Whether this node cannot go on before it has heard what a peer has. */
  private boolean isAwaited(Peer peer) {
    return caughtUp != null && !peer.knowledge.isHeard();
  }

  /** Whether what a peer has should have come by now, from whomever. */
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

  /** A peer has answered, and what it answered is taken in. */
  void answered(Peer peer) {
    boolean back = peer.presence.answered();
    newborn &= logs.size() == 0;
    outbox.release();
    if (back) {
      choose();
      // What cut this one off may have cut off others.
      members.met().stream().filter(other -> other.presence.isSuspect()).forEach(this::ask);
    }
    checkCaughtUp();
    if (members.role().guards(peer) && peer.knowledge.lacks()) {
      outbox.send(peer);
    }
  }

  private void silent(Peer peer) {
    outbox.release();
    if (!peer.presence.silent(now())) {
      if (!peer.presence.isSuspect()) {
        ask(peer);
      }
      return;
    }
    if (peer.id().equals(members.role().hub())) {
      // Finds out at once which of those that come before this one are there.
      members.before().forEach(this::ask);
    }
    choose();
  }

  private void choose() {
    if (members.choose(now())) {
      members.guarded().stream().filter(peer -> !peer.presence.isSuspect()).forEach(this::ask);
      outbox.offer(now());
    }
  }

  /** Asks for what there is if nobody is heard; or, while one is cut off, whether it is back. */
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

  /** Asks the next of them, in turn, though it may be asked already: that word may be lost. */
  private void next(List<Peer> ones) {
    if (!ones.isEmpty()) {
      outbox.ask(ones.get(turn++ % ones.size()));
    }
  }

  private Duration now() {
    return scheduler.now();
  }
}
