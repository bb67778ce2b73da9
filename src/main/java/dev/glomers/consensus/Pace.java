package dev.glomers.consensus;

import dev.glomers.runtime.RoundTrip;
import java.time.Duration;

/** How long things may take. All but the interval is learnt, or follows from it. */
final class Pace {
  private static final Duration HEARTBEAT = Duration.ofMillis(250);

  /** A pause or a full disk can make an answer late that tells nothing of the next. */
  private static final Duration LONGEST_TRIP = Duration.ofSeconds(2);

  /** At most how often the leader sends what is new, and at least how often it sends. */
  final Duration interval;

  final Duration heartbeat;

  /**
   * How long before the leader sends answers are to be there. The more, the sooner the leader's own
   * clients hear, and the less of what the others request makes it: so, most is done in one
   * interval where each client has one request after the other.
   */
  final Duration guard;

  private final RoundTrip roundTrip;

  /** How long a round trip may take, as this node has measured, or as the leader has told it. */
  Duration trip = Duration.ZERO;

  Pace(Duration interval) {
    this.interval = interval;
    heartbeat = interval.compareTo(HEARTBEAT) > 0 ? interval : HEARTBEAT;
    guard = interval.dividedBy(4);
    roundTrip = new RoundTrip(interval.dividedBy(10));
  }

  void measured(Duration one) {
    roundTrip.measured(one);
    Duration measured = roundTrip.timeout();
    trip = measured.compareTo(LONGEST_TRIP) < 0 ? measured : LONGEST_TRIP;
  }

  /** How long an answer may wait and be there a guard before the leader sends again, or later. */
  Duration within() {
    long ahead = trip.plus(guard).toNanos();
    long each = interval.toNanos();
    return Duration.ofNanos(each == 0 ? 0 : each - 1 - (ahead - 1) % each);
  }

  /** §5.2: a node that was not heard for so long is taken for dead: one heartbeat may be lost. */
  Duration electionTimeout() {
    return heartbeat.multipliedBy(2).plus(trip);
  }
}
