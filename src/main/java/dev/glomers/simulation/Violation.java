package dev.glomers.simulation;

/** Something happened that must never happen: the run ends. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param words what does not hold, when, and after which event
   */
  Violation(String words) {
    super(words);
  }
}
