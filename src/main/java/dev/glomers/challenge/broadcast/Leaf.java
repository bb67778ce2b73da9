package dev.glomers.challenge.broadcast;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends to the hub so that it arrives just before the hub sends: then it waits there for nothing,
 * and all that came meanwhile shares a message. When that is, the hub's last batch tells.
 */
final class Leaf extends Role {
  private final Peer hub;

  /** When the hub's next batch will be here. */
  private @Nullable Duration next;

  Leaf(String self, Peer hub, BroadcastConfig config) {
    super(self, config);
    this.hub = hub;
  }

  Peer peer() {
    return hub;
  }

  @Override
  String hub() {
    return hub.id();
  }

  /** A node that cannot reach the hub may have chosen this one to reach it through. */
  @Override
  boolean guards(Peer peer) {
    return peer == hub || peer.follows(self);
  }

  @Override
  void heard(Peer from, Batch batch, Duration now) {
    if (from == hub) {
      next = hub.arrival(batch.at() + batch.next());
    }
  }

  @Override
  Duration due(Duration deadline, Duration now) {
    if (next == null || deadline.compareTo(now) <= 0) {
      return now;
    }
    Optional<Duration> trip = hub.roundTrip();
    Duration lead = trip.orElse(config.replyTimeout()).plus(config.guard());
    if (now.compareTo(next.plus(lead)) > 0) {
      // The hub is idle and will send as soon as it has something.
      return now;
    }
    Duration slot = next.minus(lead);
    if (now.compareTo(slot) <= 0) {
      return slot;
    }
    // What came since this slot can wait for the next; if nothing is known it is perhaps not over.
    Duration following = slot.plus(config.interval());
    boolean canWait = following.compareTo(deadline.plus(config.guard())) <= 0;
    return trip.isPresent() && canWait ? following : now;
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
    Duration patience = config.interval().multipliedBy(2).plus(config.replyTimeout());
    return peer.silentSince().plus(patience).compareTo(now) < 0;
  }
}
