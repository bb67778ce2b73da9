package dev.glomers.challenge.kafka;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One key's entries in the order of their offsets. */
final class KeyLog {
  private final List<Entry> entries = new ArrayList<>();

  /** The offset after the last entry; 0 if there is none. */
  long end() {
    return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).offset() + 1;
  }

  /** Adds an entry at an offset that is not below {@link #end}. */
  void append(Entry entry) {
    if (entry.offset() < end()) {
      throw new IllegalArgumentException("offset " + entry.offset() + " is below " + end());
    }
    entries.add(entry);
  }

  Entry get(int place) {
    return entries.get(place);
  }

  /** Reads many keys; those that have nothing to give are left out. */
  static Map<String, List<Entry>> poll(
      Function<String, @Nullable KeyLog> logs, Map<String, Long> offsets, int max) {
    Map<String, List<Entry>> polled = new LinkedHashMap<>();
    offsets.forEach(
        (key, offset) -> {
          KeyLog log = logs.apply(key);
          List<Entry> entries = log == null ? List.of() : log.read(offset, max);
          if (!entries.isEmpty()) {
            polled.put(key, entries);
          }
        });
    return polled;
  }

  /** The first entries at an offset or above. */
  List<Entry> read(long from, int max) {
    int start = indexOf(from);
    return List.copyOf(entries.subList(start, start + Math.min(max, entries.size() - start)));
  }

  /** The place of the first entry at an offset or above. */
  private int indexOf(long offset) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).offset() < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
