package dev.glomers.consensus;

import dev.glomers.runtime.RoundTrip;
import java.time.Duration;

/** How long things may take. All but the interval is learnt, or follows from it. */
final class Pace {
  /** At least so often a leader is to be heard. */
  private static final Duration HEARTBEAT = Duration.ofMillis(250);

  /** How long before it is needed an answer is to be there. */
  private static final Duration GUARD = Duration.ofMillis(20);

  /** A pause or a full disk can make an answer late that tells nothing of the next. */
  private static final Duration LONGEST_TRIP = Duration.ofSeconds(2);

  private final Duration interval;
  private final Duration heartbeat;
  private Duration trip = Duration.ZERO;

  Pace(Duration interval) {
    this.interval = interval;
    heartbeat = later(interval, HEARTBEAT);
  }

  /** At most how often the leader sends what is new. */
  Duration interval() {
    return interval;
  }

  /** At least how often the leader sends. */
  Duration heartbeat() {
    return heartbeat;
  }

  /** A part of the interval, so that nothing waits where that is zero. */
  Duration guard() {
    return later(GUARD, interval.dividedBy(4)).equals(GUARD) ? interval.dividedBy(4) : GUARD;
  }

  RoundTrip roundTrip() {
    return new RoundTrip(guard());
  }

  /** How long a round trip may take, as is learnt in elections, and then from the leader. */
  Duration trip() {
    return trip;
  }

  void trip(Duration learnt) {
    trip = learnt.compareTo(LONGEST_TRIP) < 0 ? learnt : LONGEST_TRIP;
  }

  /** Takes a single measurement. */
  void measured(Duration roundTrip) {
    trip(later(trip, roundTrip.multipliedBy(3).dividedBy(2)));
  }

  /** §5.2: a node that was not heard for so long is taken for dead: one heartbeat may be lost. */
  Duration electionTimeout() {
    return heartbeat.multipliedBy(2).plus(trip);
  }

  static Duration later(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
