package dev.glomers.challenge.kafka;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Invariants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A journal for each node, of which others have a prefix, and the one log that they make together.
 *
 * <p>Offsets are a Lamport clock for each key: greater than every one that this node has seen, and
 * congruent to the node's index, so that no two nodes ever choose the same.
 */
final class Journals {
  private final int self;
  private final List<List<Item>> journals = new ArrayList<>();
  private final long[] confirmed;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Map<String, Long> committed = new HashMap<>();

  /** The entries that are shown, in the order in which they came to be. */
  private final List<Item> shown = new ArrayList<>();

  /** One key: what may be read, and what some node may not have yet. */
  private static final class Lane {
    final String key;
    final Partition visible = new Partition();
    final TreeMap<Long, Unconfirmed> unconfirmed = new TreeMap<>();
    long clock;

    Lane(String key) {
      this.key = key;
    }
  }

  private record Unconfirmed(Entry entry, int node, long position) {}

  Journals(int self, int nodes) {
    this.self = self;
    this.confirmed = new long[nodes];
    for (int node = 0; node < nodes; node++) {
      journals.add(new ArrayList<>());
    }
  }

  /** What is shown stays, and of each key all nodes show beginnings of one and the same log. */
  void invariants(Invariants always) {
    int before = (int) always.grows("the number of entries shown", shown.size());
    for (Item entry : shown.subList(before, shown.size())) {
      always.has(entry.key(), entry);
    }
    for (int node = 0; node < confirmed.length; node++) {
      always.holds("what all have is here", confirmed[node] <= length(node));
    }
  }

  /** How many items of a node's journal every node is known to have. */
  long confirmed(int node) {
    return confirmed[node];
  }

  /** How many items of a node's journal are here. */
  long length(int node) {
    return journals.get(node).size();
  }

  /** The items of a node's journal from a position on. */
  List<Item> items(int node, long from, long max) {
    List<Item> journal = journals.get(node);
    int start = (int) Math.min(from, journal.size());
    return List.copyOf(journal.subList(start, (int) Math.min(journal.size(), start + max)));
  }

  /** The offset that this node's next entry of a key would get. */
  long nextOffset(String key, long floor) {
    int nodes = journals.size();
    long least = Math.max(floor, lane(key).clock);
    return least + Math.floorMod(self - least, nodes);
  }

  /** Numbers an entry. It counts as used, even if it is never added to the journal. */
  Item.Append number(String key, Json msg, long floor) {
    Lane lane = lane(key);
    long offset = nextOffset(key, floor);
    lane.clock = offset + 1;
    return new Item.Append(lane.key, new Entry(offset, msg));
  }

  /** Continues a node's journal. */
  void add(int node, List<Item> items) {
    List<Item> journal = journals.get(node);
    for (Item item : items) {
      if (item instanceof Item.Append append) {
        Lane lane = lane(append.key());
        Entry entry = append.entry();
        lane.clock = Math.max(lane.clock, entry.offset() + 1);
        lane.unconfirmed.put(entry.offset(), new Unconfirmed(entry, node, journal.size()));
        // A million entries of a key share its name.
        journal.add(new Item.Append(lane.key, entry));
      } else {
        journal.add(item);
      }
    }
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

  /** Makes the commits among these items known to clients; an offset that is higher stays. */
  void commit(List<Item> items) {
    for (Item item : items) {
      if (item instanceof Item.Commit) {
        committed.merge(item.key(), item.offset(), Math::max);
      }
    }
  }

  /**
   * Every node is known to have this much of a node's journal: it may be shown, of each key in the
   * order of offsets.
   */
  void confirm(int node, long length) {
    if (length <= confirmed[node]) {
      return;
    }
    List<Item> more = journals.get(node).subList((int) confirmed[node], (int) length);
    confirmed[node] = length;
    commit(more);
    for (Item item : more) {
      if (item instanceof Item.Append) {
        show(lane(item.key()));
      }
    }
  }

  private void show(Lane lane) {
    for (var first = lane.unconfirmed.firstEntry();
        first != null && first.getValue().position() < confirmed[first.getValue().node()];
        first = lane.unconfirmed.firstEntry()) {
      lane.visible.append(first.getValue().entry());
      shown.add(journals.get(first.getValue().node()).get((int) first.getValue().position()));
      lane.unconfirmed.remove(first.getKey());
    }
  }

  Map<String, List<Entry>> poll(Map<String, Long> offsets, int max) {
    return Partition.poll(this::visible, offsets, max);
  }

  private @Nullable Partition visible(String key) {
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

  private Lane lane(String key) {
    return lanes.computeIfAbsent(key, Lane::new);
  }
}
