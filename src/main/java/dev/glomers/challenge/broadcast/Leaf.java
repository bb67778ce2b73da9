package dev.glomers.challenge.broadcast;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends to the hub so that it arrives just before the hub sends: then it waits there for nothing,
 * and all that came meanwhile shares a message. When that is, the hub's last batch tells.
 */
final class Leaf implements Role {
  private final String self;
  private final Peer hub;
  private final BroadcastConfig config;
  private final RoundTrip roundTrip = new RoundTrip();
  private @Nullable Duration next;

  Leaf(String self, Peer hub, BroadcastConfig config) {
    this.self = self;
    this.hub = hub;
    this.config = config;
  }

  Peer peer() {
    return hub;
  }

  @Override
  public String hub() {
    return hub.id();
  }

  /** A node that cannot reach the hub may have chosen this one to reach it through. */
  @Override
  public boolean guards(Peer peer) {
    return peer == hub || peer.follows(self);
  }

  /** Learns from the hub's batch when the next is to be expected. */
  void learn(Batch batch, boolean answer, Duration now) {
    next = now.plusMillis(batch.next());
    if (answer) {
      roundTrip.sample(hub.roundTrip(batch, now));
    }
  }

  /** Whether a batch that the hub sends now would answer the last that was sent to it. */
  boolean overdue(Duration now) {
    return roundTrip
        .estimate()
        .filter(trip -> hub.sentAt().plus(trip).compareTo(now) < 0)
        .isPresent();
  }

  @Override
  public Duration due(Duration deadline, Duration now) {
    if (next == null || deadline.compareTo(now) <= 0) {
      return now;
    }
    Optional<Duration> trip = roundTrip.estimate();
    Duration lead = trip.orElse(config.replyTimeout()).plus(config.guard());
    if (now.compareTo(next.plus(lead)) > 0) {
      // The hub is idle and will send as soon as it has something.
      return now;
    }
    Duration slot = next.minus(lead);
    if (now.compareTo(slot) <= 0) {
      return slot;
    }
    // Too late for this time; or, if nothing is known, perhaps not.
    return trip.isPresent() ? slot.plus(config.interval()) : now;
  }

  /** As long as the hub may need it if this batch came in time. */
  @Override
  public Duration within(Peer peer, Duration deadline, Duration now) {
    return peer == hub
        ? Times.later(deadline.minus(now), Duration.ZERO).plus(config.guard().multipliedBy(2))
        : config.interval();
  }

  @Override
  public Duration next(Duration now) {
    return Duration.ZERO;
  }

  /** The hub acknowledges with its next batch; where it sends at once, as a leaf does. */
  @Override
  public Duration patience(Peer peer) {
    Duration batch = config.interval().plus(config.replyTimeout());
    return peer == hub && !config.interval().isZero() ? batch : batch.plus(config.ackDelay());
  }

  @Override
  public void flushed(Duration now) {}
}
