package dev.glomers.simulation.workload;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Optional;

/**
 * Quantiles of latencies, computed as Jepsen computes them. In JSON the unit stands elsewhere.
 *
 * @param count the number of latencies
 */
public record Latency(
    int count,
    @JsonProperty("p50") long p50Nanos,
    @JsonProperty("p95") long p95Nanos,
    @JsonProperty("p99") long p99Nanos,
    @JsonProperty("max") long maxNanos) {
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
    return sorted[(int) (sorted.length * point)];
  }
}
