package dev.glomers.simulation;

import dev.glomers.simulation.workload.Anomaly;

/** Something forbidden happened, which ends the run. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Anomaly anomaly;

  /**
   * @param words the claim that failed, the time and the event
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
