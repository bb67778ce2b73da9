package dev.glomers.simulation;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** For whom the faults end when the time limit has passed. */
public enum Heal {
  /** For all nodes, as in Maelstrom: everybody must converge. */
  ALL,
  /**
   * For a majority, drawn from the seed, which must go on and converge. Everybody else stays cut
   * off, dead or paused for ever: whichever of these the test's faults can do.
   */
  CORE,
  /** For nobody: only what must never happen is wrong, and nothing has to converge. */
  NONE;

  Set<String> core(List<String> nodes, RandomGenerator random) {
    return new TreeSet<>(
        switch (this) {
          case ALL -> nodes;
          case CORE -> Partition.shuffled(nodes, random).subList(0, nodes.size() / 2 + 1);
          case NONE -> List.<String>of();
        });
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
