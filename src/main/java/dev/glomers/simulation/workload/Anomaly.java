package dev.glomers.simulation.workload;

/**
 * Something that must not be.
 *
 * @param kind its name in the literature, such as {@code lost} or {@code G1a}
 * @param words which operation saw what, and what it should have seen
 * @param beyondMaelstrom whether Maelstrom's own checkers do not look for it
 */
public record Anomaly(String kind, String words, boolean beyondMaelstrom) {
  /** One that Maelstrom's checkers look for too. */
  public Anomaly(String kind, String words) {
    this(kind, words, false);
  }

  @Override
  public String toString() {
    return kind + (beyondMaelstrom ? " (Maelstrom does not look for it): " : ": ") + words;
  }
}
