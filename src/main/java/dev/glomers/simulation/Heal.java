package dev.glomers.simulation;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** The nodes for which the faults end after the time limit. */
public enum Heal {
  /** All nodes, as in Maelstrom: all of them must converge. */
  ALL,
  /**
   * A majority, drawn from the seed, which must make progress and converge. The other nodes stay
   * cut off, dead or paused for ever, whichever of these the test's faults can cause.
   */
  CORE,
  /** No node: only safety is checked, and nothing has to converge. */
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
