package dev.glomers.gossip;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What came one after the other: items that follow one another in a log, or how much of a log is
 * stable.
 *
 * @param name of the log, or of what is stable, as in a {@link VersionVector}
 * @param stretch without items if that is how much is stable
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Extent(String name, Stretch stretch) {
  private static final int MOST_ITEMS = 1000;

  /** As few as there can be, in the order of the marks. */
  static List<Extent> of(Stream<Arrivals.Mark> marks, Function<Arrivals.Mark, Json> items) {
    List<Extent> extents = new ArrayList<>();
    marks.forEachOrdered(
        mark -> {
          Extent last = extents.isEmpty() ? null : extents.get(extents.size() - 1);
          if (Logs.isStable(mark.name())) {
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

  /** How many marks it stands for. */
  int size() {
    return Math.max(1, stretch.items().size());
  }
}
