package dev.glomers.gossip;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Invariants;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Everything that a node has: a log for each origin, and how much of each log is stable. */
final class Logs {
  private final Map<String, List<Json>> logs = new LinkedHashMap<>();

  private final Arrivals arrivals;

  private Runnable onDurable = () -> {};

  /** Whether items are ever dropped. */
  private boolean dropping;

  /** Items to drop once their replacements are durable. */
  private final Queue<Replaced> replaced = new ArrayDeque<>();

  private final Lives lives;

  /** How far the invariants have looked. */
  private int claimed;

  private record Replaced(Arrivals.Mark mark, int count) {}

  /**
   * @param journaled whether items become {@link #durable} later, not at once
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

  /** Adds an item to this node's own log; returns the log's length with it. */
  int add(Json item) {
    take(own(), item);
    return length(own());
  }

  /**
   * Extends a log to a length, if the log is shorter: the items between were dropped.
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
    List<Json> log = logs.get(origin);
    if (log == null) {
      log = new ArrayList<>();
      logs.put(origin, log);
      lives.born(origin);
    }
    log.add(item);
    arrivals.add(origin, log.size());
  }

  /** Sets the action to run whenever more is durable. */
  void onDurable(Runnable action) {
    onDurable = action;
  }

  /** Records that the first so many arrivals are durable. */
  void durable(int count) {
    boolean news = arrivals.durable(count);
    dropReplaced();
    if (news) {
      onDurable.run();
    }
  }

  private void dropReplaced() {
    // Not sooner, or others would be told of neither the item nor its replacement.
    while (!replaced.isEmpty() && replaced.element().count() <= size()) {
      Arrivals.Mark mark = replaced.remove().mark();
      Objects.requireNonNull(logs.get(mark.name())).set(mark.end() - 1, Json.NULL);
    }
  }

  /**
   * Drops an item, because a later item that is here replaces it.
   *
   * @param end the log's length with the item
   */
  void drop(String origin, int end) {
    replaced.add(new Replaced(new Arrivals.Mark(origin, end), count()));
    dropReplaced();
  }

  /** Records that all nodes have so much of a log; returns whether that is news. */
  boolean stable(String origin, int end) {
    if (end <= stable(origin)) {
      return false;
    }
    arrivals.add(VersionVector.stable(origin), end);
    return true;
  }

  int stable(String origin) {
    return arrivals.present.of(VersionVector.stable(origin));
  }

  int length(String origin) {
    return arrivals.present.of(origin);
  }

  Iterable<String> origins() {
    return logs.keySet();
  }

  void show(Map<String, Object> shown) {
    Map<String, Integer> lengths = new LinkedHashMap<>();
    origins().forEach(origin -> lengths.put(origin, length(origin)));
    shown.put("has", lengths);
  }

  /** What others may be told. */
  VersionVector version() {
    return arrivals.durable;
  }

  /** How many arrivals others may be told of. */
  int size() {
    return arrivals.durableCount();
  }

  /** How many arrivals there are, durable or not. */
  int count() {
    return arrivals.order.size();
  }

  Arrivals.Mark mark(int index) {
    return arrivals.order.get(index);
  }

  /** The item of a mark; {@link Json#NULL} if the mark says how much is stable. */
  Json item(Arrivals.Mark mark) {
    List<Json> log = logs.get(mark.name());
    return log == null ? Json.NULL : log.get(mark.end() - 1);
  }

  /** The arrivals from a place on, in their order. */
  List<Extent> extents(int from) {
    return extents(arrivals.order.subList(from, count()).stream(), arrivals.present);
  }

  /**
   * What others may be told of and a peer lacks, in the order in which it came.
   *
   * @param have what the peer has
   * @param confirmed the peer certainly has the first so many arrivals
   */
  List<Extent> since(VersionVector have, int confirmed) {
    return extents(
        arrivals.order.subList(confirmed, size()).stream()
            .filter(mark -> mark.end() > have.of(mark.name())),
        version());
  }

  /** This node's own items from a place on, without those to be dropped once they are stored. */
  List<Extent> own(int from) {
    Set<Arrivals.Mark> leaving =
        replaced.stream().map(Replaced::mark).collect(Collectors.toUnmodifiableSet());
    return extents(
        IntStream.rangeClosed(from + 1, length(own()))
            .mapToObj(end -> new Arrivals.Mark(own(), end))
            .filter(mark -> mark.end() == length(own()) || !leaving.contains(mark)),
        arrivals.present);
  }

  /** Leaves out what a later arrival of a version supersedes: dropped items, and less stable. */
  private List<Extent> extents(Stream<Arrivals.Mark> marks, VersionVector until) {
    return Extent.of(
        marks.filter(
            mark ->
                mark.end() == until.of(mark.name())
                    || !(VersionVector.isStable(mark.name()) || isDropped(mark))),
        this::item);
  }

  private boolean isDropped(Arrivals.Mark mark) {
    return dropping && item(mark).isNull();
  }

  /** Items stay, and are the same on all nodes unless they are dropped. */
  void invariants(Invariants always) {
    if (arrivals.isJournaled()) {
      always.reaches("something is not durable yet", () -> size() < count());
    }
    always.grows("how much is here", count());
    for (; claimed < count(); claimed++) {
      Arrivals.Mark mark = mark(claimed);
      if (VersionVector.isStable(mark.name())) {
        int length = length(VersionVector.stableOf(mark.name()));
        always.holds("what is stable is here", mark.end() <= length);
      } else {
        always.has(mark.name(), dropping ? mark.end() : item(mark));
      }
    }
  }
}
