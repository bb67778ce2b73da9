package dev.glomers.cli;

/** A mistake that the user can correct; the message says how. */
final class Mistake extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Mistake(String message) {
    super(message);
  }

  static void unless(boolean fits, String mistake) {
    if (!fits) {
      throw new Mistake(mistake);
    }
  }
}
