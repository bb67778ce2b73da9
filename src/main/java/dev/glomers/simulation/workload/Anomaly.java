package dev.glomers.simulation.workload;

/**
 * A violation of what the workload promises.
 *
 * @param kind its name in the literature, such as {@code lost} or {@code G1a}
 * @param words the operation, what it saw and what it should have seen
 * @param beyondMaelstrom whether only our checker looks for it, not Maelstrom's
 */
public record Anomaly(String kind, String words, boolean beyondMaelstrom) {
  /** An anomaly that Maelstrom's checkers look for too. */
  public Anomaly(String kind, String words) {
    this(kind, words, false);
  }

  @Override
  public String toString() {
    return kind + (beyondMaelstrom ? " (Maelstrom does not look for it): " : ": ") + words;
  }
}
