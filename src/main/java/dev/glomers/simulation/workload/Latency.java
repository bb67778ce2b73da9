package dev.glomers.simulation.workload;

import java.util.Arrays;
import java.util.Optional;

/**
 * Quantiles of latencies, in nanoseconds, computed as Jepsen computes them.
 *
 * @param count the number of latencies
 */
public record Latency(int count, long p50, long p95, long p99, long max) {
  /** The quantiles of these latencies, in any order; empty if there are none. */
  public static Optional<Latency> of(long[] nanos) {
    if (nanos.length == 0) {
      return Optional.empty();
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return Optional.of(
        new Latency(
            sorted.length,
            quantile(sorted, 0.5),
            quantile(sorted, 0.95),
            quantile(sorted, 0.99),
            sorted[sorted.length - 1]));
  }

  private static long quantile(long[] sorted, double point) {
    return sorted[Math.min(sorted.length - 1, (int) (sorted.length * point))];
  }
}
