package dev.glomers.challenge.counter;

import dev.glomers.challenge.counter.Counter.Seen;
import dev.glomers.challenge.counter.Counter.Told;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import java.math.BigInteger;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Another node: what is known of its total, and what it knows of this node's. */
final class Peer {
  private final String id;
  private final OwnTotal own;
  private final MessageBus bus;
  private final KvClient kv;
  private final Scheduler scheduler;
  private final Duration patience;

  private Total total = Total.NONE;

  /** The newest version of this node's total that the peer is known to have. */
  private long confirmed;

  /** The newest version that the peer was told, whether or not it heard. */
  private long told;

  /** Whether the peer waits for a confirmation. */
  private boolean owed;

  private Duration heard;

  /** When it was told the first thing that it has not confirmed. */
  private Duration waitingSince;

  private Duration lastTold;
  private Duration lastLookUp;

  /**
   * @param patience how long the peer may say nothing, and how long to wait with what has been
   *     tried until it is tried again
   */
  Peer(
      String id,
      OwnTotal own,
      MessageBus bus,
      KvClient kv,
      Scheduler scheduler,
      Duration patience) {
    this.id = id;
    this.own = own;
    this.bus = bus;
    this.kv = kv;
    this.scheduler = scheduler;
    this.patience = patience;
    this.heard = scheduler.now();
    this.waitingSince = heard;
    this.lastTold = heard;
    this.lastLookUp = heard;
  }

  /** The peer's contribution to the counter, as far as it is known. */
  BigInteger value() {
    return total.value();
  }

  /** The version of the peer's total, as far as it is known. */
  long version() {
    return total.version();
  }

  /** The newest version of this node's total that the peer is known to have. */
  long confirmed() {
    return confirmed;
  }

  void told(Told message) {
    heard(message.seen());
    learn(message.total());
    owed = true;
  }

  void seen(Seen seen) {
    heard(seen.version());
  }

  private void heard(long version) {
    heard = scheduler.now();
    confirmed = Math.max(confirmed, version);
  }

  private void learn(Total other) {
    if (other.version() > total.version()) {
      total = other;
    }
  }

  /** Whether neither the peer nor this node has anything to learn from the other. */
  boolean isSettled() {
    return isUpToDate() && !owed;
  }

  private boolean isUpToDate() {
    return own.isCurrent(confirmed);
  }

  /** Whether to look its total up now: not too often, and only if it may be cut off. */
  boolean isMissed() {
    return isSilent() && hasPassedSince(lastLookUp);
  }

  /** Whether nothing has come from it for long. */
  private boolean isSilent() {
    return hasPassedSince(heard);
  }

  /** Whether it is silent though it has something to confirm. */
  private boolean isCutOff() {
    return isSilent() && told > confirmed && hasPassedSince(waitingSince);
  }

  private boolean hasPassedSince(Duration time) {
    return scheduler.now().minus(time).compareTo(patience) >= 0;
  }

  /** Tells the peer this node's total if it is news, and confirms the peer's if that is due. */
  void tell() {
    boolean news = own.stored().version() > told && !isCutOff();
    if (!isUpToDate() && (news || hasPassedSince(lastTold))) {
      if (told <= confirmed) {
        waitingSince = scheduler.now();
      }
      bus.send(id, new Told(own.stored(), total.version()));
      told = own.stored().version();
      lastTold = scheduler.now();
      owed = false;
    } else if (owed) {
      bus.send(id, new Seen(total.version()));
      owed = false;
    }
  }

  /** Looks the peer's total up in the store. */
  CompletionStage<Void> lookUp() {
    lastLookUp = scheduler.now();
    return kv.read(id, Total.class).thenAccept(found -> found.ifPresent(this::learn));
  }
}
