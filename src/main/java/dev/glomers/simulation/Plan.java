package dev.glomers.simulation;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The faults and operations, among those that a seed draws, that take place in a run.
 *
 * @param faults such as {@code kill 0}, the first time that the seed lets {@code kill} begin
 * @param operations their numbers, from 0 in the order in which they are due; operations after the
 *     time limit always take place
 */
public record Plan(NavigableSet<String> faults, NavigableSet<Integer> operations) {
  /** The form of an empty list on the command line. */
  public static final String NONE = "none";

  public Plan {
    faults = Collections.unmodifiableNavigableSet(faults);
    operations = Collections.unmodifiableNavigableSet(operations);
  }

  public Plan(Collection<String> faults, Collection<Integer> operations) {
    this(new TreeSet<>(faults), new TreeSet<>(operations));
  }

  Map<String, String> options() {
    String numbers = operations.stream().map(String::valueOf).collect(joining(","));
    return Map.of("--faults", orNone(String.join(",", faults)), "--operations", orNone(numbers));
  }

  private static String orNone(String list) {
    return list.isEmpty() ? NONE : list;
  }
}
