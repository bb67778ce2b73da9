package dev.glomers.challenge.kafka;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Invariants;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** The journals of all nodes, and the one log for each key that they make together. */
final class Journals {
  private final int self;
  private final int nodes;
  private final Map<String, Journal> journals = new HashMap<>();
  private final Map<String, KeyLog> logs = new HashMap<>();
  private final Map<String, Long> committed = new HashMap<>();

  /** The key's log for each entry that was shown, in that order. */
  private final List<KeyLog> shown = new ArrayList<>();

  /** How many entries of each key the invariants have seen. */
  private final Map<String, Integer> claimed = new HashMap<>();

  /** One node's journal, of which others have a prefix. */
  static final class Journal {
    private final Queue<Step> unconfirmed = new ArrayDeque<>();
    private int confirmed;
  }

  /**
   * An item of a journal.
   *
   * @param end the journal's length with the item
   */
  record Step(Item item, Journal journal, int end) {
    boolean isConfirmed() {
      return end <= journal.confirmed;
    }
  }

  Journals(int self, int nodes) {
    this.self = self;
    this.nodes = nodes;
  }

  /** Entries that are shown stay, and all nodes show prefixes of one log for each key. */
  void invariants(Invariants always) {
    int before = (int) always.grows("the number of entries shown", shown.size());
    for (KeyLog log : shown.subList(before, shown.size())) {
      int end = claimed.merge(log.key, 1, Integer::sum);
      always.has(log.key, log.shown.get(end - 1));
    }
    always.reaches(
        "an entry waits until all have it",
        () -> journals.values().stream().anyMatch(each -> !each.unconfirmed.isEmpty()));
  }

  Map<String, ?> shows() {
    Map<String, Object> held = new LinkedHashMap<>();
    held.put("entries", shown.size());
    held.put("waiting", journals.values().stream().mapToInt(each -> each.unconfirmed.size()).sum());
    held.put("keys", logs.size());
    return held;
  }

  /** The offset that this node's next entry of a key would get. */
  long nextOffset(String key, long floor) {
    long least = Math.max(floor, log(key).clock());
    return least + Math.floorMod(self - least, nodes);
  }

  /** Numbers an entry. The offset counts as used even if no journal gets the entry. */
  Item number(String key, Json msg, long floor) {
    long offset = nextOffset(key, floor);
    log(key).use(offset);
    return Item.append(key, offset, msg);
  }

  /**
   * Appends an item to a journal.
   *
   * @param end the journal's length with the item
   */
  void add(String name, int end, Item item) {
    Journal journal = journals.computeIfAbsent(name, any -> new Journal());
    Step step = new Step(item, journal, end);
    journal.unconfirmed.add(step);
    if (!item.isCommit()) {
      log(item.key()).append(step);
    }
  }

  /** The offsets that are higher than the committed ones. */
  List<Item> raised(Map<String, Long> offsets) {
    return offsets.entrySet().stream()
        .filter(each -> committed.getOrDefault(each.getKey(), -1L) < each.getValue())
        .map(each -> Item.commit(each.getKey(), each.getValue()))
        .toList();
  }

  /** Shows a commit to clients. A higher offset stays. */
  void commit(Item item) {
    if (item.isCommit()) {
      committed.merge(item.key(), item.offset(), Math::max);
    }
  }

  /**
   * Records that every node has this much of a journal. Its entries may be shown, each key's in the
   * order of offsets.
   */
  void confirm(String name, int length) {
    Journal journal = journals.computeIfAbsent(name, any -> new Journal());
    journal.confirmed = Math.max(journal.confirmed, length);
    for (Step next = journal.unconfirmed.peek();
        next != null && next.isConfirmed();
        next = journal.unconfirmed.peek()) {
      Item item = journal.unconfirmed.remove().item();
      commit(item);
      KeyLog log = log(item.key());
      while (log.showNext()) {
        shown.add(log);
      }
    }
  }

  /** Each key's entries from an offset on, without a gap; leaves out keys that have none. */
  Map<String, List<Entry>> poll(Map<String, Long> offsets, int max) {
    Map<String, List<Entry>> polled = new LinkedHashMap<>();
    offsets.forEach(
        (key, offset) -> {
          KeyLog log = logs.get(key);
          List<Entry> entries = log == null ? List.of() : log.read(offset, max);
          if (!entries.isEmpty()) {
            polled.put(key, entries);
          }
        });
    return polled;
  }

  /** The committed offsets of these keys; leaves out keys that have none. */
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

  private KeyLog log(String key) {
    return logs.computeIfAbsent(key, KeyLog::new);
  }
}
