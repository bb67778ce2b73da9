package dev.glomers.gossip;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A record of the journal: consecutive items of a log, or how much of a log is stable.
 *
 * @param name as in {@link Arrivals.Mark}
 * @param stretch has no items if this says how much is stable
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Extent(String name, Stretch stretch) {
  private static final int MOST_ITEMS = 1000;

  /** The fewest extents that hold the marks in their order. */
  static List<Extent> of(Stream<Arrivals.Mark> marks, Function<Arrivals.Mark, Json> items) {
    List<Extent> extents = new ArrayList<>();
    marks.forEachOrdered(
        mark -> {
          Extent last = extents.isEmpty() ? null : extents.get(extents.size() - 1);
          if (VersionVector.isStable(mark.name())) {
            extents.add(new Extent(mark.name(), new Stretch(mark.end(), List.of())));
          } else if (last != null && last.isContinuedBy(mark)) {
            last.stretch().items().add(items.apply(mark));
          } else {
            List<Json> first = new ArrayList<>(List.of(items.apply(mark)));
            extents.add(new Extent(mark.name(), new Stretch(mark.end() - 1, first)));
          }
        });
    return extents;
  }

  private boolean isContinuedBy(Arrivals.Mark mark) {
    return mark.name().equals(name)
        && mark.end() == stretch.end() + 1
        && stretch.items().size() < MOST_ITEMS;
  }

  /** How many marks this holds. */
  int size() {
    return Math.max(1, stretch.items().size());
  }
}
