package dev.glomers.simulation;

import java.util.SplittableRandom;

/**
 * All randomness of a run, by name. The draws of one name do not depend on those of others, so
 * leaving out a fault or an operation changes nothing else.
 */
record Dice(long seed) {
  SplittableRandom of(String name) {
    return of(name, 0);
  }

  /** One of several sources with the same name. */
  SplittableRandom of(String name, long number) {
    long named = new SplittableRandom(seed + ((long) name.hashCode() << Integer.SIZE)).nextLong();
    return new SplittableRandom(named + number);
  }
}
