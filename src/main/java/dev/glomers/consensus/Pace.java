package dev.glomers.consensus;

import dev.glomers.runtime.RoundTrip;
import java.time.Duration;

/** Timing. Everything but the interval is measured or follows from it. */
final class Pace {
  private static final Duration HEARTBEAT = Duration.ofMillis(250);

  /** A pause or a full disk can delay an answer, which says nothing about the next one. */
  private static final Duration LONGEST_TRIP = Duration.ofSeconds(2);

  /** The leader sends news at most once an interval, and something at least once a heartbeat. */
  final Duration interval;

  final Duration heartbeat;

  /**
   * How long before the leader's next message answers should arrive. A longer one answers the
   * leader's own clients sooner, but takes fewer requests of others along.
   */
  final Duration guard;

  private final RoundTrip roundTrip;

  /** How long a round trip may take, as measured here or told by the leader. */
  Duration trip = Duration.ZERO;

  Pace(Duration interval) {
    this.interval = interval;
    heartbeat = interval.compareTo(HEARTBEAT) > 0 ? interval : HEARTBEAT;
    guard = interval.multipliedBy(2).dividedBy(3);
    roundTrip = new RoundTrip(interval.dividedBy(10));
  }

  void measured(Duration one) {
    if (one.isNegative()) {
      // An answer to a former life, whose clock was ahead.
      return;
    }
    roundTrip.measured(one);
    Duration measured = roundTrip.timeout();
    trip = measured.compareTo(LONGEST_TRIP) < 0 ? measured : LONGEST_TRIP;
  }

  /** How long an answer waits, to arrive one guard before the leader next sends, or later. */
  Duration within() {
    long ahead = trip.plus(guard).toNanos();
    long each = interval.toNanos();
    return Duration.ofNanos(each == 0 ? 0 : each - 1 - (ahead - 1) % each);
  }

  /** §5.2: a node not heard for this long counts as dead. One heartbeat may be lost. */
  Duration electionTimeout() {
    return heartbeat.multipliedBy(2).plus(trip);
  }
}
