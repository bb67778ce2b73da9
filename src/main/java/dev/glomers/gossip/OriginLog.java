package dev.glomers.gossip;

import dev.glomers.protocol.Json;
import java.util.ArrayList;
import java.util.List;

/** One origin's items. */
final class OriginLog {
  final List<Json> items = new ArrayList<>();

  /** How many of the first are dropped. */
  int dropped;

  /** What one peer lacks the next one often lacks too. */
  private Stretch last = new Stretch(0, List.of());

  /** What is between; of dropped items at its beginning none, unless there is nothing else. */
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
