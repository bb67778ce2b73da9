package dev.glomers.runtime;

/** Refuses impossible values of properties at the start. */
public final class Range {
  private Range() {}

  /**
   * @throws IllegalArgumentException naming the property, if its value is less than {@code least}
   */
  public static <T extends Comparable<T>> void atLeast(T least, T value, String property) {
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException(property + ": too small: " + value);
    }
  }
}
