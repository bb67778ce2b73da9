package dev.glomers.simulation.workload;

/** Finds the anomalies of a history. */
public interface Checker {
  /**
   * @param aftermath how the run ended and what the nodes held then
   */
  Verdict check(History history, Aftermath aftermath);
}
