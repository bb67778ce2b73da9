package dev.glomers.simulation;

import java.util.SplittableRandom;

/**
 * All randomness of a run, by name. What one name draws does not depend on what others do: leaving
 * a fault or an operation out leaves the rest as it was.
 */
record Dice(long seed) {
  SplittableRandom of(String name) {
    return of(name, 0);
  }

  /** One of many with the same name. */
  SplittableRandom of(String name, long number) {
    long named = new SplittableRandom(seed + ((long) name.hashCode() << Integer.SIZE)).nextLong();
    return new SplittableRandom(named + number);
  }
}
