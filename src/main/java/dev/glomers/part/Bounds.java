package dev.glomers.part;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** Upper bounds for the figures of a run. */
public interface Bounds {
  /** Messages between nodes and to services for each client operation. */
  OptionalDouble msgsPerOp();

  /** The median of the latency, as in {@link Figures}. */
  Optional<Duration> latencyMedian();

  /** The maximum of the latency. */
  Optional<Duration> latencyMax();

  /** How long an acknowledged message of the log, or add to the counter, may stay unseen. */
  Optional<Duration> worstLag();
}
