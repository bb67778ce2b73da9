package dev.glomers.cli;

/** Something that the user can mend; its message says how. */
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
