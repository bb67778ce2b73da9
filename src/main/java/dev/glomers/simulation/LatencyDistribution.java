package dev.glomers.simulation;

import java.util.random.RandomGenerator;

/** The latencies of messages, by the names of {@code --latency-dist}. */
interface LatencyDistribution {
  /** Nanoseconds, a whole number of milliseconds as in Maelstrom. */
  long drawNanos(RandomGenerator random);

  /**
   * @param kind {@code constant}, {@code uniform} over 0 to 2 x mean, or {@code exponential}
   * @param meanMillis in milliseconds
   */
  static LatencyDistribution of(String kind, long meanMillis) {
    return switch (kind) {
      case "constant" -> random -> nanos(meanMillis);
      // Maelstrom's library draws from a half-open range.
      case "uniform" -> random -> nanos(meanMillis == 0 ? 0 : random.nextLong(2 * meanMillis));
      case "exponential" -> random -> nanos((long) (meanMillis * random.nextExponential()));
      default ->
          throw new IllegalArgumentException(
              "glomers.part.latency-dist: " + kind + " is not constant, uniform or exponential");
    };
  }

  private static long nanos(long millis) {
    return millis * 1_000_000;
  }
}
