package dev.glomers.gossip;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Consecutive items of a log, or how much of a log is stable: what batches bring and journals keep.
 *
 * @param name as in {@link Arrivals.Mark}
 * @param from the first item's place in the log, or how much of it is stable
 * @param items none if this says how much is stable; {@link Json#NULL} for a dropped one
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Extent(String name, int from, List<Json> items) {
  private static final int MOST_ITEMS = 1000;

  /** The fewest extents that hold the marks in their order. */
  static List<Extent> of(Stream<Arrivals.Mark> marks, Function<Arrivals.Mark, Json> items) {
    List<Extent> extents = new ArrayList<>();
    marks.forEachOrdered(
        mark -> {
          Extent last = extents.isEmpty() ? null : extents.get(extents.size() - 1);
          if (VersionVector.isStable(mark.name())) {
            extents.add(new Extent(mark.name(), mark.end(), List.of()));
          } else if (last != null && last.isContinuedBy(mark)) {
            last.items().add(items.apply(mark));
          } else {
            List<Json> first = new ArrayList<>(List.of(items.apply(mark)));
            extents.add(new Extent(mark.name(), mark.end() - 1, first));
          }
        });
    return extents;
  }

  private boolean isContinuedBy(Arrivals.Mark mark) {
    return mark.name().equals(name) && mark.end() == end() + 1 && items.size() < MOST_ITEMS;
  }

  /** The log's length with these items, or how much of it is stable. */
  int end() {
    return from + items.size();
  }

  /** The items from a place in the log on. */
  List<Json> after(int place) {
    return items.subList(Math.min(items.size(), Math.max(0, place - from)), items.size());
  }

  /** How many marks this holds. */
  int size() {
    return Math.max(1, items.size());
  }

  /** How many marks these extents hold. */
  static int sizeOf(List<Extent> extents) {
    return extents.stream().mapToInt(Extent::size).sum();
  }
}
