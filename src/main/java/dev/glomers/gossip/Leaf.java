package dev.glomers.gossip;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends to the hub so that it arrives just before the hub sends: then it waits there for nothing,
 * and all that came meanwhile shares a message. When that is, the hub's last batch tells.
 */
final class Leaf extends Role {
  private static final Duration UNKNOWN = Duration.ofMillis(500);

  private final Peer hub;

  /** When the hub's next batch will be here. */
  private @Nullable Duration next;

  /** When this node last sent; null if it has not. */
  private @Nullable Duration last;

  Leaf(String self, Peer hub, GossipConfig config) {
    super(self, config);
    this.hub = hub;
  }

  @Override
  String hub() {
    return hub.id();
  }

  /** A node that cannot reach the hub may have chosen this one to reach it through. */
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
    Duration lead = trip.orElse(distance()).plus(config.guard());
    if (now.compareTo(next.plus(lead)) > 0) {
      // The hub is idle and will send as soon as it has something; or it is not there.
      return soonest(deadline, now);
    }
    Duration slot = next.minus(lead);
    if (now.compareTo(slot) <= 0) {
      // Later than that it is only where the hub's clock was read wrongly.
      return Times.earlier(slot, deadline);
    }
    // What came since this slot can wait for the next; if nothing is known it is perhaps not over.
    Duration following = after(slot, now);
    boolean canWait = following.compareTo(deadline.plus(config.guard())) <= 0;
    return trip.isPresent() && canWait ? following : soonest(deadline, now);
  }

  /** At once; but what a hub that is not there is sent must not be a message for each item. */
  private Duration soonest(Duration deadline, Duration now) {
    return last == null
        ? now
        : Times.earlier(deadline, Times.later(now, last.plus(config.interval().dividedBy(4))));
  }

  @Override
  void flushed(Duration now) {
    last = now;
  }

  /** The first slot that is not over; far from the hub that is several intervals after one. */
  private Duration after(Duration slot, Duration now) {
    Duration interval = config.interval();
    return interval.isZero()
        ? now
        : slot.plus(interval.multipliedBy(now.minus(slot).dividedBy(interval) + 1));
  }

  /** What is kept for a round trip until one is measured. */
  private Duration distance() {
    return Times.earlier(UNKNOWN, config.interval().multipliedBy(3).dividedBy(4));
  }

  /** As long as the hub may need it if this batch came in time. */
  @Override
  Duration within(Peer peer, Duration deadline, Duration now) {
    return peer == hub
        ? Times.later(deadline.minus(now), Duration.ZERO).plus(config.guard())
        : config.interval();
  }

  /**
   * While there is something to acknowledge the hub sends once an interval; one may be lost. And a
   * node that was served through this one may have found a hub and say no more here.
   */
  @Override
  boolean overdue(Peer peer, Duration now) {
    return peer.timing.isSilent(config.interval().multipliedBy(2), now);
  }
}
