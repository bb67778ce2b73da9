package dev.glomers.runtime;

/** Refuses at the start what a property cannot be. */
public final class Range {
  private Range() {}

  /**
   * @throws IllegalArgumentException naming the property, if its value is less than that
   */
  public static <T extends Comparable<T>> void atLeast(T least, T value, String property) {
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException(property + ": too small: " + value);
    }
  }
}
