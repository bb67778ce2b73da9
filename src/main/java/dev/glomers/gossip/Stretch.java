package dev.glomers.gossip;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import java.util.List;

/**
 * A stretch of an origin's log.
 *
 * @param from the first item's place in it
 * @param items {@link Json#NULL} for a dropped one
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Stretch(int from, List<Json> items) {
  /** The log's length with this stretch. */
  int end() {
    return from + items.size();
  }

  /** This stretch without some items; each is named by the log's length with it. */
  Stretch without(List<Integer> ends) {
    OriginLog rest = new OriginLog();
    rest.items.addAll(items);
    ends.stream().filter(each -> each > from).forEach(each -> rest.drop(each - from));
    Stretch run = rest.between(0, items.size());
    return new Stretch(from + run.from(), run.items());
  }

  /** The items from a place in the log on. */
  List<Json> after(int place) {
    return items.subList(Math.min(items.size(), Math.max(0, place - from)), items.size());
  }
}
