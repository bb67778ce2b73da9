package dev.glomers.gossip;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends to the hub so that the batch arrives just before the hub sends. So no item waits at the
 * hub, and all items of an interval share a message. The hub's last batch tells when the next is
 * due.
 */
final class Leaf extends Role {
  private static final Duration UNKNOWN = Duration.ofMillis(500);

  private final Peer hub;

  /** When the hub's next batch should arrive; null if the hub has not told. */
  private @Nullable Duration next;

  /** When this node last sent; null if it never did. */
  private @Nullable Duration last;

  /**
   * The round trip until one is measured: a guess, less with each batch, so that of the items which
   * come before the hub sends few are late, however far away it is.
   */
  private Duration assumed;

  Leaf(String self, Peer hub, GossipConfig config) {
    super(self, config);
    this.hub = hub;
    assumed = Times.earlier(UNKNOWN, config.interval().multipliedBy(3).dividedBy(4));
  }

  @Override
  String hub() {
    return hub.id();
  }

  /** A node that cannot reach the hub may have chosen this leaf as its hub. */
  @Override
  boolean guards(Peer peer) {
    return peer == hub || peer.follows(self());
  }

  @Override
  void heard(Peer from, Batch batch, Duration now) {
    if (from == hub) {
      next = hub.timing.arrival(batch.at() + batch.next());
    }
  }

  @Override
  Duration due(Duration deadline, Duration now) {
    if (deadline.plus(config.guard()).compareTo(now) <= 0) {
      return now;
    }
    if (next == null) {
      return soonest(deadline, now);
    }
    Optional<Duration> trip = hub.timing.trip();
    Duration lead = trip.orElse(assumed).plus(config.guard());
    if (now.compareTo(next.plus(lead)) > 0) {
      // The hub is idle and sends as soon as it has something, or it is not there.
      return soonest(deadline, now);
    }
    Duration slot = next.minus(lead);
    if (now.compareTo(slot) <= 0) {
      // The slot is after the deadline only if the hub's clock was misread.
      return Times.earlier(slot, deadline);
    }
    // The items can wait for the next slot, if the round trip that the slot rests on is measured.
    Duration following = after(slot, now);
    boolean canWait = following.compareTo(deadline.plus(config.guard())) <= 0;
    return trip.isPresent() && canWait ? following : soonest(deadline, now);
  }

  /** At once; but a hub that does not answer must not be sent a message for each item. */
  private Duration soonest(Duration deadline, Duration now) {
    return last == null
        ? now
        : Times.earlier(deadline, Times.later(now, last.plus(config.interval().dividedBy(4))));
  }

  @Override
  void flushed(Duration now) {
    last = now;
    assumed = next == null ? assumed : assumed.multipliedBy(3).dividedBy(4);
  }

  /** The first slot that is not over. A leaf far from the hub skips several intervals. */
  private Duration after(Duration slot, Duration now) {
    Duration interval = config.interval();
    return interval.isZero()
        ? now
        : slot.plus(interval.multipliedBy(now.minus(slot).dividedBy(interval) + 1));
  }

  /** The time until the deadline, and the guard that the batch may be early by. */
  @Override
  Duration within(Peer peer, Duration deadline, Duration now) {
    return peer == hub
        ? Times.later(deadline.minus(now), Duration.ZERO).plus(config.guard())
        : config.interval();
  }

  /**
   * The hub sends once an interval while there is something to acknowledge, and may be late by a
   * half. A node that this leaf serves may have found another hub and say no more here.
   */
  @Override
  boolean overdue(Peer peer, Duration now) {
    return peer.timing.isSilent(config.interval().multipliedBy(3).dividedBy(2), now);
  }
}
