package dev.glomers.simulation.workload;

/** Finds what is wrong with a history. */
public interface Checker {
  /**
   * @param aftermath how the run ended and what the nodes then held
   */
  Verdict check(History history, Aftermath aftermath);
}
