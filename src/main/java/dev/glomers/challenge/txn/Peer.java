package dev.glomers.challenge.txn;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One other node: what it is known to have, what it lacks, and when to tell it. */
final class Peer {
  /** After this many messages without an answer a peer counts as silent. */
  private static final int PATIENCE = 3;

  private final String id;
  private final Writer self;
  private final Replica replica;
  private final MessageBus bus;
  private final Scheduler scheduler;
  private final TxnConfig config;

  /** Null until the peer has spoken. */
  private @Nullable Long incarnation;

  private VersionVector known = new VersionVector();

  /** The keys whose versions here are not covered by {@link #known}. */
  private final Set<Json> missing = new LinkedHashSet<>();

  /** Whether the peer has told this node what it has. */
  private boolean introduced;

  /** Whether the peer waits for a batch, if only to know that its own has arrived. */
  private boolean owed;

  private int unanswered;
  private Scheduler.@Nullable Timer timer;
  private Duration due = Duration.ZERO;

  Peer(
      String id,
      Writer self,
      Replica replica,
      MessageBus bus,
      Scheduler scheduler,
      TxnConfig config) {
    this.id = id;
    this.self = self;
    this.replica = replica;
    this.bus = bus;
    this.scheduler = scheduler;
    this.config = config;
  }

  boolean introduced() {
    return introduced;
  }

  /** Asks for what the peer has, again and again until it has told. */
  void introduce() {
    speak();
  }

  /** Sends these keys' versions with the next batch, unless the peer has them. */
  void changed(Collection<Json> keys) {
    boolean news = false;
    for (Json key : keys) {
      if (lacks(key)) {
        missing.add(key);
        news = true;
      } else {
        missing.remove(key);
      }
    }
    if (news) {
      within(silent() ? config.retryInterval() : config.flushInterval());
    }
  }

  private boolean lacks(Json key) {
    return !known.covers(replica.timestamp(key));
  }

  /** Notes that the peer asks for a batch. */
  void greeted(Hello hello) {
    boolean reborn = heard(hello.incarnation(), hello.seen());
    owed = true;
    // A node that has just started lets its clients wait for this.
    within(reborn ? Duration.ZERO : config.flushInterval());
  }

  /**
   * Notes what a batch says of its sender.
   *
   * @return whether the batch may be applied
   */
  boolean told(Batch batch) {
    heard(batch.incarnation(), batch.seen());
    boolean mine = batch.to() == self.incarnation();
    introduced |= mine;
    // One that is for a former incarnation is answered too: the answer names the present one.
    if (!mine || !batch.writes().isEmpty()) {
      owed = true;
      within(config.flushInterval());
    } else if (introduced && missing.isEmpty() && !owed) {
      rest();
    }
    return mine;
  }

  /**
   * Notes that the peer has spoken, and what it has.
   *
   * @return whether nothing had come from this incarnation of it before
   */
  private boolean heard(long from, List<Timestamp> seen) {
    boolean reborn = incarnation == null || incarnation != from;
    boolean back = silent();
    unanswered = 0;
    if (reborn) {
      incarnation = from;
      known = new VersionVector();
      missing.addAll(replica.keys());
    }
    known.addAll(seen);
    missing.removeIf(key -> !lacks(key));
    if ((reborn || back) && !missing.isEmpty()) {
      within(config.flushInterval());
    }
    return reborn;
  }

  private boolean silent() {
    return unanswered >= PATIENCE;
  }

  /** Speaks after this time, or when it was to already, whichever is sooner. */
  private void within(Duration delay) {
    Duration time = scheduler.now().plus(delay);
    if (timer == null || time.compareTo(due) < 0) {
      rest();
      due = time;
      timer = scheduler.after(delay, this::speak);
    }
  }

  private void rest() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void speak() {
    timer = null;
    boolean lacking = !missing.isEmpty();
    if (incarnation != null && !silent() && (lacking || owed)) {
      bus.send(id, replica.batch(self.incarnation(), incarnation, missing));
      owed = false;
    } else if (lacking || !introduced) {
      bus.send(id, new Hello(self.incarnation(), replica.seen()));
    }
    if (lacking || !introduced) {
      unanswered++;
      within(config.retryInterval());
    }
  }
}
