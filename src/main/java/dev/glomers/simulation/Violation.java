package dev.glomers.simulation;

import dev.glomers.simulation.workload.Anomaly;

/** Something happened that must never happen: the run ends. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Anomaly anomaly;

  /**
   * @param words what does not hold, when, and after which event
   */
  Violation(String words) {
    this(new Anomaly("invariant", words, true));
  }

  Violation(Anomaly anomaly) {
    super(anomaly.words());
    this.anomaly = anomaly;
  }

  Anomaly anomaly() {
    return anomaly;
  }
}
