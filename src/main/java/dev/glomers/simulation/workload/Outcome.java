package dev.glomers.simulation.workload;

/** How an operation ended, in Jepsen's terms. */
public enum Outcome {
  /** It happened. */
  OK,
  /** It did not happen and never will. */
  FAIL,
  /** Nobody knows whether it happened, happens or will happen. */
  INFO
}
