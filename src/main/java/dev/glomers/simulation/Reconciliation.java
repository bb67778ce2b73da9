package dev.glomers.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a seed twice and compares all events. They differ only if a node depends on something
 * outside the scheduler: a clock, the order of a hash table, another thread.
 *
 * <p>The idea is that of Cassandra Accord's burn test.
 */
public final class Reconciliation {
  private final List<Integer> first = new ArrayList<>();
  private int position;
  private String difference = "";

  private Reconciliation() {}

  /** The first difference between the runs, in words; empty if there is none. */
  public static Optional<String> check(Simulation simulation, long seed) {
    return new Reconciliation().run(simulation, seed);
  }

  private Optional<String> run(Simulation simulation, long seed) {
    simulation.run(seed, new JsonLinesTrace(line -> first.add(line.hashCode())));
    simulation.run(seed, new JsonLinesTrace(this::compare));
    if (difference.isEmpty() && position < first.size()) {
      difference = "the second run ends after " + position + " of " + first.size() + " events";
    }
    return difference.isEmpty() ? Optional.empty() : Optional.of(difference);
  }

  private void compare(String line) {
    boolean same = position < first.size() && first.get(position) == line.hashCode();
    if (!same && difference.isEmpty()) {
      difference = "event " + position + " of the second run is not that of the first: " + line;
    }
    position++;
  }
}
