package dev.glomers.part;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** The greatest values that figures of a run may have. */
public interface Bounds {
  /** Messages between nodes and to services for each operation of a client. */
  OptionalDouble msgsPerOp();

  /** Of broadcast's stable latency. */
  Optional<Duration> latencyMedian();

  /** Of broadcast's stable latency. */
  Optional<Duration> latencyMax();

  /** How long an acknowledged message of the log may stay unseen. */
  Optional<Duration> worstLag();
}
