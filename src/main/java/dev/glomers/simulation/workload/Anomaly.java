package dev.glomers.simulation.workload;

/**
 * Something that must not be.
 *
 * @param kind its name in the literature, such as {@code lost} or {@code G1a}
 * @param words which operation saw what, and what it should have seen
 */
public record Anomaly(String kind, String words) {
  @Override
  public String toString() {
    return kind + ": " + words;
  }
}
