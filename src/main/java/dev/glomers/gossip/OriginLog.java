package dev.glomers.gossip;

import dev.glomers.protocol.Json;
import java.util.ArrayList;
import java.util.List;

/** One origin's items. */
final class OriginLog {
  final List<Json> items = new ArrayList<>();

  /** How many items at the log's beginning are dropped. */
  int dropped;

  /** The last result of {@link #between}: several peers often lack the same. */
  private Stretch last = new Stretch(0, List.of());

  /** The items between two places, without dropped ones at the beginning if others follow. */
  Stretch between(int from, int end) {
    int first = Math.max(from, Math.min(dropped, end - 1));
    if (last.from() != first || last.end() != end) {
      last = new Stretch(first, List.copyOf(items.subList(first, end)));
    }
    return last;
  }

  void drop(int end) {
    items.set(end - 1, Json.NULL);
    while (dropped < items.size() && items.get(dropped).isNull()) {
      dropped++;
    }
    last = new Stretch(0, List.of());
  }
}
