package dev.glomers.consensus;

import dev.glomers.runtime.RoundTrip;
import java.time.Duration;

/** How long things may take. All but the interval is learnt, or follows from it. */
final class Pace {
  /** At least so often a leader is to be heard. */
  private static final Duration HEARTBEAT = Duration.ofMillis(250);

  /** A pause or a full disk can make an answer late that tells nothing of the next. */
  private static final Duration LONGEST_TRIP = Duration.ofSeconds(2);

  private final Duration interval;
  private final RoundTrip roundTrip;
  private Duration trip = Duration.ZERO;

  Pace(Duration interval) {
    this.interval = interval;
    roundTrip = new RoundTrip(interval.dividedBy(10));
  }

  /** At most how often the leader sends what is new. */
  Duration interval() {
    return interval;
  }

  /** At least how often the leader sends. */
  Duration heartbeat() {
    return interval.compareTo(HEARTBEAT) > 0 ? interval : HEARTBEAT;
  }

  /**
   * How long before the leader sends answers are to be there. The more, the sooner the leader's own
   * clients hear, and the less of what the others request makes it: so, most is done in one
   * interval where each client has one request after the other.
   */
  Duration guard() {
    return interval.dividedBy(4);
  }

  /** How long a round trip may take, as this node has measured, or as the leader has told it. */
  Duration trip() {
    return trip;
  }

  void trip(Duration learnt) {
    trip = learnt.compareTo(LONGEST_TRIP) < 0 ? learnt : LONGEST_TRIP;
  }

  /** Takes a measurement. */
  void measured(Duration one) {
    roundTrip.measured(one);
    trip(roundTrip.timeout());
  }

  /** §5.2: a node that was not heard for so long is taken for dead: one heartbeat may be lost. */
  Duration electionTimeout() {
    return heartbeat().multipliedBy(2).plus(trip);
  }
}
