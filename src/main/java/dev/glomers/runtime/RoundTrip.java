package dev.glomers.runtime;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Measures a peer's round trip and derives the time-out for its answers.
 *
 * <p>The caller must know which question an answer belongs to, so that a late answer counts too:
 * without it, a time-out that is too short would never grow.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6298">RFC 6298, Computing TCP's Retransmission
 *     Timer</a>
 */
public final class RoundTrip {
  /** The time-out before the first measurement: section 2.1. */
  public static final Duration UNKNOWN = Duration.ofSeconds(1);

  private final Duration leastMargin;
  private final Duration longestBackoff;
  private @Nullable Duration smoothed;
  private Duration variation = Duration.ZERO;
  private Duration timeout = UNKNOWN;

  /** As {@link #RoundTrip(Duration, Duration)}, with a longest backoff of 4 s. */
  public RoundTrip(Duration leastMargin) {
    this(leastMargin, Duration.ofSeconds(4));
  }

  /**
   * @param leastMargin the least time to wait beyond the smoothed round trip
   * @param longestBackoff silence does not lengthen the time-out beyond this, once a round trip was
   *     measured
   */
  public RoundTrip(Duration leastMargin, Duration longestBackoff) {
    this.leastMargin = leastMargin;
    this.longestBackoff = longestBackoff;
  }

  /** Takes a measurement: sections 2.2 and 2.3. It ends a backoff. */
  public void measured(Duration roundTrip) {
    // In nanoseconds: Duration multiplies and divides with slow BigDecimals.
    long trip = roundTrip.toNanos();
    if (smoothed == null) {
      smoothed = roundTrip;
      variation = Duration.ofNanos(trip / 2);
    } else {
      long before = smoothed.toNanos();
      variation = Duration.ofNanos((3 * variation.toNanos() + Math.abs(before - trip)) / 4);
      smoothed = Duration.ofNanos((7 * before + trip) / 8);
    }
    timeout = base();
  }

  /** The smoothed round trip; empty until one is measured. */
  public Optional<Duration> smoothed() {
    return Optional.ofNullable(smoothed);
  }

  /** How long to wait for an answer. */
  public Duration timeout() {
    return timeout;
  }

  /** Lengthens the time-out after a missing answer: section 5.5. */
  public void expired() {
    Duration longest = later(smoothed == null ? UNKNOWN.multipliedBy(4) : longestBackoff, base());
    Duration doubled = timeout.multipliedBy(2);
    timeout = doubled.compareTo(longest) < 0 ? doubled : longest;
  }

  private Duration base() {
    return smoothed == null
        ? UNKNOWN
        : smoothed.plus(later(leastMargin, Duration.ofNanos(4 * variation.toNanos())));
  }

  private static Duration later(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
