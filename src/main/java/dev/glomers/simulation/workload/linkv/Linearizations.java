package dev.glomers.simulation.workload.linkv;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A set of configurations, of which none covers another. */
final class Linearizations {
  private final Map<Place, List<Linearization>> all = new LinkedHashMap<>();

  private record Place(long done, int value) {}

  /**
   * Adds a configuration.
   *
   * @return whether it was not covered
   */
  boolean add(Linearization added) {
    List<Linearization> there =
        all.computeIfAbsent(new Place(added.done(), added.value()), place -> new ArrayList<>(2));
    for (Linearization each : there) {
      if (each.covers(added)) {
        return false;
      }
    }
    there.removeIf(added::covers);
    there.add(added);
    return true;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  Stream<Linearization> stream() {
    return all.values().stream().flatMap(List::stream);
  }
}
