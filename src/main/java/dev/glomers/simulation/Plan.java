package dev.glomers.simulation;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which of the faults and operations that a seed draws take place in a run.
 *
 * @param faults such as {@code kill 0}, the first time that the seed lets {@code kill} begin
 * @param operations numbered from 0 in the order in which they are due; those after the time limit
 *     always take place
 */
public record Plan(SortedSet<String> faults, SortedSet<Integer> operations) {
  public Plan {
    faults = Collections.unmodifiableSortedSet(faults);
    operations = Collections.unmodifiableSortedSet(operations);
  }

  public Plan(Collection<String> faults, Collection<Integer> operations) {
    this(new TreeSet<>(faults), new TreeSet<>(operations));
  }
}
