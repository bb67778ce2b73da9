package dev.glomers.challenge.kafka;

import dev.glomers.protocol.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/** One key's entries in the order of their offsets: those that are shown, then those that wait. */
final class KeyLog {
  private static final Comparator<Entry> BY_OFFSET = Comparator.comparingLong(Entry::offset);

  final String key;
  final List<Entry> shown = new ArrayList<>();
  private final Queue<Journals.Step> waiting =
      new PriorityQueue<>(Comparator.comparingLong(step -> step.item().offset()));

  /** The least offset above all that this node has seen here. */
  private long clock;

  KeyLog(String key) {
    this.key = key;
  }

  long clock() {
    return clock;
  }

  /** Counts an offset as used. */
  void use(long offset) {
    clock = Math.max(clock, offset + 1);
  }

  void append(Journals.Step step) {
    use(step.item().offset());
    waiting.add(step);
  }

  /** Shows the next entry, unless some node may lack it; true if there was one to show. */
  boolean showNext() {
    Journals.Step next = waiting.peek();
    if (next == null || !next.isConfirmed()) {
      return false;
    }
    Entry entry = waiting.remove().item().entry();
    if (!shown.isEmpty() && BY_OFFSET.compare(shown.get(shown.size() - 1), entry) >= 0) {
      throw new IllegalStateException(key + ": " + entry.offset() + " is below what is shown");
    }
    shown.add(entry);
    return true;
  }

  /** The first entries at an offset or above. */
  List<Entry> read(long from, int max) {
    int place = Collections.binarySearch(shown, new Entry(from, Json.NULL), BY_OFFSET);
    int start = place < 0 ? -place - 1 : place;
    return List.copyOf(shown.subList(start, start + Math.min(max, shown.size() - start)));
  }
}
