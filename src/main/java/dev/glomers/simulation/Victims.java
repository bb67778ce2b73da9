package dev.glomers.simulation;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * The nodes that the fault {@code kill} may hit in a run, again and again. The others never lose
 * their memory, so data that one of them has must last; if all nodes may be killed at once, only
 * data kept elsewhere can last.
 */
public enum Victims {
  /** One node, drawn from the seed. */
  ONE,
  /** Less than half of the nodes, but at least one, drawn from the seed. */
  MINORITY,
  /** Any node, as in Maelstrom. */
  ALL;

  List<String> draw(List<String> nodes, RandomGenerator random) {
    List<String> shuffled = Partition.shuffled(nodes, random);
    return switch (this) {
      case ONE -> shuffled.subList(0, 1);
      case MINORITY -> shuffled.subList(0, Math.max(1, (nodes.size() - 1) / 2));
      case ALL -> nodes;
    };
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
