package dev.glomers.challenge.kafka;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Invariants;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Journals of what nodes append and commit, and the one log that they make together.
 *
 * <p>Offsets are a Lamport clock for each key: greater than every one that this node has seen, and
 * congruent to the node's index, so that no two nodes ever choose the same.
 */
final class Journals {
  private final int self;
  private final int nodes;
  private final Map<String, Journal> journals = new HashMap<>();
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Map<String, Long> committed = new HashMap<>();

  /** The entries that are shown, in the order in which they came to be. */
  private final List<Item> shown = new ArrayList<>();

  /** What one node did, of which others have a prefix. */
  private static final class Journal {
    final Deque<Step> unconfirmed = new ArrayDeque<>();
    long confirmed;
  }

  /**
   * An item of a journal.
   *
   * @param end how long the journal is with it
   */
  private record Step(Item item, long end) {}

  /** One key: what may be read, and what some node may not have yet. */
  private static final class Lane {
    final String key;
    final KeyLog visible = new KeyLog();
    final TreeMap<Long, Unconfirmed> unconfirmed = new TreeMap<>();
    long clock;

    Lane(String key) {
      this.key = key;
    }
  }

  private record Unconfirmed(Item.Append append, Journal journal, long end) {
    boolean isConfirmed() {
      return end <= journal.confirmed;
    }
  }

  Journals(int self, int nodes) {
    this.self = self;
    this.nodes = nodes;
  }

  /** What is shown stays, and of each key all nodes show beginnings of one and the same log. */
  void invariants(Invariants always) {
    int before = (int) always.grows("the number of entries shown", shown.size());
    for (Item entry : shown.subList(before, shown.size())) {
      always.has(entry.key(), entry);
    }
  }

  void situations(Invariants always) {
    boolean waits = lanes.values().stream().anyMatch(lane -> !lane.unconfirmed.isEmpty());
    always.reaches("an entry waits until all have it", waits);
  }

  /** The offset that this node's next entry of a key would get. */
  long nextOffset(String key, long floor) {
    long least = Math.max(floor, lane(key).clock);
    return least + Math.floorMod(self - least, nodes);
  }

  /** Numbers an entry. It counts as used, even if it is never added to a journal. */
  Item.Append number(String key, Json msg, long floor) {
    Lane lane = lane(key);
    long offset = nextOffset(key, floor);
    lane.clock = offset + 1;
    return new Item.Append(lane.key, new Entry(offset, msg));
  }

  /**
   * Continues a journal.
   *
   * @param end how long it is with the item
   */
  void add(String name, long end, Item item) {
    Journal journal = journal(name);
    Item kept = item;
    if (item instanceof Item.Append append) {
      Lane lane = lane(append.key());
      Entry entry = append.entry();
      lane.clock = Math.max(lane.clock, entry.offset() + 1);
      // A million entries of a key share its name.
      Item.Append own = new Item.Append(lane.key, entry);
      lane.unconfirmed.put(entry.offset(), new Unconfirmed(own, journal, end));
      kept = own;
    }
    journal.unconfirmed.add(new Step(kept, end));
  }

  /** Those of the offsets that are higher than what is committed. */
  List<Item> raised(Map<String, Long> offsets) {
    List<Item> raised = new ArrayList<>();
    offsets.forEach(
        (key, offset) -> {
          Long known = committed.get(key);
          if (known == null || known < offset) {
            raised.add(new Item.Commit(key, offset));
          }
        });
    return raised;
  }

  /** Makes a commit known to clients; an offset that is higher stays. */
  void commit(Item item) {
    if (item instanceof Item.Commit) {
      committed.merge(item.key(), item.offset(), Math::max);
    }
  }

  /**
   * Every node is known to have this much of a journal: it may be shown, of each key in the order
   * of offsets.
   */
  void confirm(String name, long length) {
    Journal journal = journal(name);
    journal.confirmed = Math.max(journal.confirmed, length);
    for (Step next = journal.unconfirmed.peek();
        next != null && next.end() <= journal.confirmed;
        next = journal.unconfirmed.peek()) {
      journal.unconfirmed.remove();
      commit(next.item());
      if (next.item() instanceof Item.Append) {
        show(lane(next.item().key()));
      }
    }
  }

  private void show(Lane lane) {
    for (var first = lane.unconfirmed.firstEntry();
        first != null && first.getValue().isConfirmed();
        first = lane.unconfirmed.firstEntry()) {
      lane.visible.append(first.getValue().append().entry());
      shown.add(first.getValue().append());
      lane.unconfirmed.remove(first.getKey());
    }
  }

  Map<String, List<Entry>> poll(Map<String, Long> offsets, int max) {
    return KeyLog.poll(this::visible, offsets, max);
  }

  private @Nullable KeyLog visible(String key) {
    Lane lane = lanes.get(key);
    return lane == null ? null : lane.visible;
  }

  Map<String, Long> committed(List<String> keys) {
    Map<String, Long> known = new LinkedHashMap<>();
    for (String key : keys) {
      Long offset = committed.get(key);
      if (offset != null) {
        known.put(key, offset);
      }
    }
    return known;
  }

  private Journal journal(String name) {
    return journals.computeIfAbsent(name, any -> new Journal());
  }

  private Lane lane(String key) {
    return lanes.computeIfAbsent(key, Lane::new);
  }
}
