package dev.glomers.gossip;

import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Decides when to send, and sends. */
final class Outbox {
  /** While batches keep coming, an acknowledgement waits at most so many delays. */
  private static final int LONGEST_ACK_DELAYS = 4;

  private final MessageBus bus;
  private final Scheduler scheduler;
  private final GossipConfig config;
  private final Logs logs;
  private final Members members;

  /** The latest time to send the new items; null if there are none. */
  private @Nullable Duration deadline;

  /** The latest time to send acknowledgements; null if none is owed. */
  private @Nullable Duration acknowledgeBy;

  /** Since when an acknowledgement is owed; null if none is. */
  private @Nullable Duration owingSince;

  private Scheduler.@Nullable Timer flush;

  Outbox(MessageBus bus, Scheduler scheduler, GossipConfig config, Logs logs, Members members) {
    this.bus = bus;
    this.scheduler = scheduler;
    this.config = config;
    this.logs = logs;
    this.members = members;
  }

  /** How long an acknowledgement waits, at most. */
  static Duration longestAckDelay(GossipConfig config) {
    return config.ackDelay().multipliedBy(LONGEST_ACK_DELAYS);
  }

  /** Sends the new items, within an interval at the latest. */
  void offer() {
    offer(now().plus(config.interval()));
  }

  /** Sends the new items, by then at the latest. */
  void offer(Duration by) {
    deadline = deadline == null ? by : Times.earlier(deadline, by);
    plan();
  }

  /**
   * Acknowledges what a peer brought, if more of that is durable now: with the next batch if there
   * is one, and within an interval if it is urgent.
   */
  void acknowledge(Peer peer, boolean urgent) {
    if (peer.knowledge.isOwed()) {
      peer.knowledge.untold();
      owingSince = owingSince == null ? now() : owingSince;
      acknowledgeBy =
          Times.earlier(now().plus(config.ackDelay()), owingSince.plus(longestAckDelay(config)));
      if (urgent) {
        offer();
      }
    }
    plan();
  }

  /** Sets the timer. Call it whenever the role may have learnt something. */
  void plan() {
    if (flush != null) {
      flush.cancel();
      flush = null;
    }
    Duration due = deadline == null ? null : members.role().due(deadline, now());
    if (due == null || (acknowledgeBy != null && acknowledgeBy.compareTo(due) < 0)) {
      due = acknowledgeBy;
    }
    if (due != null) {
      flush = scheduler.after(Times.later(due.minus(now()), Duration.ZERO), this::flush);
    }
  }

  private void flush() {
    Duration by = deadline == null ? now().plus(config.interval()) : deadline;
    deadline = null;
    acknowledgeBy = null;
    owingSince = null;
    members.role().flushed(now());
    for (Peer peer : members.met()) {
      if (members.role().guards(peer) && peer.presence.isReachable() && peer.knowledge.isUntold()) {
        bus.send(peer.id(), batch(peer, by));
      }
    }
  }

  private Batch batch(Peer peer, Duration by) {
    Role role = members.role();
    return peer.batch(role.hub(), now(), role.within(peer, by, now()), role.next(now()));
  }

  void send(Peer peer) {
    bus.send(peer.id(), batch(peer, now()));
  }

  /** Asks a peer what it has, and for the items that this node lacks. */
  void ask(Peer peer) {
    peer.presence.ask(now());
    Batch question = peer.question(members.role().hub(), now());
    bus.send(peer.id(), new Sync(true, logs.version().counts(), question));
  }

  void answer(Peer peer) {
    bus.send(peer.id(), new Sync(false, logs.version().counts(), batch(peer, now())));
  }

  private Duration now() {
    return scheduler.now();
  }
}
