package dev.glomers.gossip;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Invariants;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;

/**
 * All that a node has: a log for each origin, and how much of each is stable. Others are told of
 * what is <i>durable</i> alone: all that came before the first of this node's own items that a
 * store does not have yet.
 */
final class Logs {
  private static final String STABLE = "=";

  private final Map<String, OriginLog> logs = new LinkedHashMap<>();

  private final Arrivals arrivals;

  /** Whether items are ever dropped. */
  private boolean dropping;

  /** What is to be dropped once that much of what is here is durable. */
  private final Queue<Replaced> replaced = new ArrayDeque<>();

  private final Lives lives;

  /** How far the invariants have looked. */
  private int claimed;

  private record Replaced(Arrivals.Mark mark, int count) {}

  /** What one version has beyond another, as a {@link Batch} brings it. */
  record Delta(Map<String, Stretch> log, Map<String, Integer> stable) {}

  /**
   * @param journaled whether what is here becomes {@link #durable} later, not at once
   */
  Logs(Lives lives, boolean journaled) {
    this.lives = lives;
    arrivals = new Arrivals(journaled);
  }

  void drops(boolean given) {
    dropping = given;
  }

  Lives lives() {
    return lives;
  }

  String own() {
    return lives.own();
  }

  /** Adds an item to this node's own log; how long that is with it. */
  int add(Json item) {
    take(own(), item);
    return length(own());
  }

  /**
   * Goes on to a place in a log, if that is further than what is here: what is between was dropped.
   *
   * @return how much of the log is here
   * @throws IllegalStateException if items are never dropped
   */
  int skip(String origin, int place) {
    while (length(origin) < place) {
      if (!dropping) {
        throw new IllegalStateException(origin + ": items before " + place + " are missing");
      }
      take(origin, Json.NULL);
      drop(origin, length(origin));
    }
    return length(origin);
  }

  void take(String origin, Json item) {
    OriginLog log = logs.get(origin);
    if (log == null) {
      log = new OriginLog();
      logs.put(origin, log);
      lives.born(origin);
    }
    log.items.add(item);
    note(origin, log.items.size());
  }

  private void note(String name, int end) {
    arrivals.add(name, end);
    dropReplaced();
  }

  /** Notes that so much is durable, in the order in which it came; whether that is news. */
  boolean durable(int count) {
    boolean news = arrivals.durable(count);
    dropReplaced();
    return news;
  }

  private void dropReplaced() {
    // Not before, or others would be told of neither an item nor the one in its place.
    while (!replaced.isEmpty() && replaced.element().count() <= size()) {
      Arrivals.Mark mark = replaced.remove().mark();
      Objects.requireNonNull(logs.get(mark.name())).drop(mark.end());
    }
  }

  /**
   * Drops an item that does not matter any more, for a later one that is here took its place.
   *
   * @param end how long the log was with it
   */
  void drop(String origin, int end) {
    replaced.add(new Replaced(new Arrivals.Mark(origin, end), count()));
    dropReplaced();
  }

  /** Notes that all nodes have so much of a log; false if it was known. */
  boolean stable(String origin, int end) {
    if (end <= stable(origin)) {
      return false;
    }
    note(STABLE + origin, end);
    return true;
  }

  int stable(String origin) {
    return arrivals.present().of(STABLE + origin);
  }

  int length(String origin) {
    return arrivals.present().of(origin);
  }

  Iterable<String> origins() {
    return logs.keySet();
  }

  /** What others may be told. */
  VersionVector version() {
    return arrivals.durable();
  }

  /** How much that is, counted in the order in which it came. */
  int size() {
    return arrivals.durableCount();
  }

  /** How much is here, whether others may be told of it or not. */
  int count() {
    return arrivals.order().size();
  }

  Arrivals.Mark mark(int index) {
    return arrivals.order().get(index);
  }

  /** What came from a place in the order on, but for what is dropped, unless it ends its log. */
  List<Arrivals.Mark> marks(int from) {
    return arrivals.order().subList(from, count()).stream().filter(this::matters).toList();
  }

  private boolean matters(Arrivals.Mark mark) {
    return isStable(mark.name())
        ? mark.end() == arrivals.present().of(mark.name())
        : !dropping || !item(mark).isNull() || mark.end() == length(mark.name());
  }

  /** The item that is meant; {@link Json#NULL} where that is how much is stable. */
  Json item(Arrivals.Mark mark) {
    OriginLog log = logs.get(mark.name());
    return log == null ? Json.NULL : log.items.get(mark.end() - 1);
  }

  /**
   * What others may be told of and somebody lacks.
   *
   * @param have what he has
   * @param confirmed how much of that he has for certain, in the order in which it came
   */
  Delta since(VersionVector have, int confirmed) {
    Delta delta = new Delta(new LinkedHashMap<>(), new LinkedHashMap<>());
    for (Arrivals.Mark mark : arrivals.order().subList(confirmed, size())) {
      String name = mark.name();
      int known = have.of(name);
      if (mark.end() <= known) {
        continue;
      }
      OriginLog log = logs.get(name);
      if (log == null) {
        delta.stable().put(stableOf(name), mark.end());
      } else if (!delta.log().containsKey(name)) {
        delta.log().put(name, log.between(known, version().of(name)));
      }
    }
    return delta;
  }

  /** This node's own items from a place on, without those that are dropped if they are stored. */
  Stretch own(int from) {
    return logs.getOrDefault(own(), new OriginLog())
        .between(from, length(own()))
        .without(
            replaced.stream()
                .map(Replaced::mark)
                .filter(mark -> mark.name().equals(own()))
                .map(Arrivals.Mark::end)
                .toList());
  }

  /** Whether a name in a version stands for how much of a log is stable. */
  static boolean isStable(String name) {
    return name.startsWith(STABLE);
  }

  /** Of which log such a name stands for how much is stable. */
  static String stableOf(String name) {
    return name.substring(STABLE.length());
  }

  /** Notes in a version what a batch says to be stable. */
  static void raise(VersionVector version, Map<String, Integer> stable) {
    stable.forEach((origin, end) -> version.raise(STABLE + origin, end));
  }

  void situations(Invariants always) {
    if (arrivals.isJournaled()) {
      always.reaches("something is not durable yet", size() < count());
    }
  }

  /** What is here stays here, and is the same everywhere unless it does not matter any more. */
  void invariants(Invariants always) {
    always.grows("how much is here", count());
    for (; claimed < count(); claimed++) {
      Arrivals.Mark mark = mark(claimed);
      if (!isStable(mark.name())) {
        always.has(mark.name(), dropping ? mark.end() : item(mark));
      }
      always.holds("what is stable is here", stable(mark.name()) <= length(mark.name()));
    }
  }
}
