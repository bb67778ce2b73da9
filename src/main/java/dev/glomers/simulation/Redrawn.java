package dev.glomers.simulation;

import java.util.random.RandomGenerator;

/** Draws for each operation from that operation's own source. */
final class Redrawn implements RandomGenerator {
  private RandomGenerator source;

  Redrawn(RandomGenerator first) {
    source = first;
  }

  void begin(RandomGenerator next) {
    source = next;
  }

  @Override
  public long nextLong() {
    return source.nextLong();
  }
}
