package dev.glomers.simulation;

import java.util.random.RandomGenerator;

/** The latencies of messages, by the names of {@code --latency-dist}. */
interface LatencyDistribution {
  /** Nanoseconds, a whole number of milliseconds as in Maelstrom. */
  long draw(RandomGenerator random);

  /**
   * @param kind {@code constant}, {@code uniform} over 0 to 2 x mean, or {@code exponential}
   * @param mean in milliseconds
   */
  static LatencyDistribution of(String kind, long mean) {
    return switch (kind) {
      case "constant" -> random -> nanos(mean);
      // Maelstrom's library draws from a half-open range.
      case "uniform" -> random -> nanos(mean == 0 ? 0 : random.nextLong(2 * mean));
      case "exponential" -> random -> nanos((long) (mean * random.nextExponential()));
      default ->
          throw new IllegalArgumentException(
              "glomers.part.latency-dist: " + kind + " is not constant, uniform or exponential");
    };
  }

  private static long nanos(long milliseconds) {
    return milliseconds * 1_000_000;
  }
}
