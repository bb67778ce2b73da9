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
import java.util.Objects;
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

  /** Where an entry was shown, in that order. */
  private final List<Lane> shown = new ArrayList<>();

  /** What one node did, of which others have a prefix. */
  private static final class Journal {
    final Deque<Step> unconfirmed = new ArrayDeque<>();
    long confirmed;
  }

  /**
   * An item of a journal. A node that starts may have a million at a time.
   *
   * @param entry of a commit the offset alone
   * @param end how long the journal is with it
   */
  private record Step(Lane lane, Entry entry, boolean commits, Journal journal, int end) {
    boolean isConfirmed() {
      return end <= journal.confirmed;
    }
  }

  /** One key: what may be read, and what some node may not have yet. */
  private static final class Lane {
    final String key;
    final KeyLog visible = new KeyLog();
    long clock;

    /** How far the invariants have looked. */
    int claimed;

    /** What is not shown yet: of each journal in the order of offsets, for so it numbers them. */
    private final Map<Journal, Deque<Step>> hidden = new LinkedHashMap<>();

    Lane(String key) {
      this.key = key;
    }

    void hide(Step step) {
      hidden.computeIfAbsent(step.journal(), any -> new ArrayDeque<>()).add(step);
    }

    /** The next to be shown; null if there is none, or if some node may lack it. */
    @Nullable Step reveal() {
      Step least = null;
      for (Deque<Step> steps : hidden.values()) {
        Step first = steps.element();
        if (least == null || first.entry().offset() < least.entry().offset()) {
          least = first;
        }
      }
      if (least == null || !least.isConfirmed()) {
        return null;
      }
      Deque<Step> rest = Objects.requireNonNull(hidden.get(least.journal()));
      rest.remove();
      if (rest.isEmpty()) {
        hidden.remove(least.journal());
      }
      return least;
    }
  }

  Journals(int self, int nodes) {
    this.self = self;
    this.nodes = nodes;
  }

  /** What is shown stays, and of each key all nodes show beginnings of one and the same log. */
  void invariants(Invariants always) {
    int before = (int) always.grows("the number of entries shown", shown.size());
    for (Lane lane : shown.subList(before, shown.size())) {
      always.has(lane.key, lane.visible.get(lane.claimed++));
    }
  }

  void situations(Invariants always) {
    always.reaches(
        "an entry waits until all have it",
        () -> journals.values().stream().anyMatch(each -> !each.unconfirmed.isEmpty()));
  }

  Map<String, ?> shows() {
    Map<String, Object> held = new LinkedHashMap<>();
    held.put("entries", shown.size());
    held.put("waiting", journals.values().stream().mapToInt(each -> each.unconfirmed.size()).sum());
    held.put("keys", lanes.size());
    return held;
  }

  /** The offset that this node's next entry of a key would get. */
  long nextOffset(String key, long floor) {
    long least = Math.max(floor, lane(key).clock);
    return least + Math.floorMod(self - least, nodes);
  }

  /** Numbers an entry. It counts as used, even if it is never added to a journal. */
  Item number(String key, Json msg, long floor) {
    Lane lane = lane(key);
    long offset = nextOffset(key, floor);
    lane.clock = offset + 1;
    return Item.append(lane.key, offset, msg);
  }

  /**
   * Continues a journal.
   *
   * @param end how long it is with the item
   */
  void add(String name, int end, Item item) {
    Journal journal = journal(name);
    Lane lane = lane(item.key());
    Entry entry = new Entry(item.offset(), item.msg().orElse(Json.NULL));
    Step step = new Step(lane, entry, item.isCommit(), journal, end);
    journal.unconfirmed.add(step);
    if (!item.isCommit()) {
      lane.clock = Math.max(lane.clock, item.offset() + 1);
      lane.hide(step);
    }
  }

  /** Those of the offsets that are higher than what is committed. */
  List<Item> raised(Map<String, Long> offsets) {
    List<Item> raised = new ArrayList<>();
    offsets.forEach(
        (key, offset) -> {
          Long known = committed.get(key);
          if (known == null || known < offset) {
            raised.add(Item.commit(key, offset));
          }
        });
    return raised;
  }

  /** Makes a commit known to clients; an offset that is higher stays. */
  void commit(Item item) {
    if (item.isCommit()) {
      commit(item.key(), item.offset());
    }
  }

  private void commit(String key, long offset) {
    committed.merge(key, offset, Math::max);
  }

  /**
   * Every node is known to have this much of a journal: it may be shown, of each key in the order
   * of offsets.
   */
  void confirm(String name, long length) {
    Journal journal = journal(name);
    journal.confirmed = Math.max(journal.confirmed, length);
    for (Step next = journal.unconfirmed.peek();
        next != null && next.isConfirmed();
        next = journal.unconfirmed.peek()) {
      journal.unconfirmed.remove();
      if (next.commits()) {
        commit(next.lane().key, next.entry().offset());
      } else {
        show(next.lane());
      }
    }
  }

  private void show(Lane lane) {
    for (Step next = lane.reveal(); next != null; next = lane.reveal()) {
      lane.visible.append(next.entry());
      shown.add(lane);
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
