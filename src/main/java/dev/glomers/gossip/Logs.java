package dev.glomers.gossip;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Invariants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that a node has: a log for each origin, and how much of each is stable. */
final class Logs {
  private static final String STABLE = "=";

  private final Map<String, Log> logs = new LinkedHashMap<>();
  private final Version version = new Version();

  /** The latest origin of each node. */
  private final Map<String, String> latest = new HashMap<>();

  /** What is here, in the order in which it came: this node's own, by which others acknowledge. */
  private final List<Mark> order = new ArrayList<>();

  /** Whether items are ever dropped. */
  private final boolean dropping;

  private String own;

  /** How far the invariants have looked. */
  private int claimed;

  private static final class Log {
    final List<Json> items = new ArrayList<>();

    /** What one peer lacks the next one often lacks too. */
    private Run last = new Run(0, List.of());

    Run since(int from) {
      if (last.from() != from || last.end() != items.size()) {
        last = new Run(from, List.copyOf(items.subList(from, items.size())));
      }
      return last;
    }
  }

  /**
   * Something that is here.
   *
   * @param origin whose log is meant
   * @param end how long that log is with it
   */
  record Mark(String origin, int end) {}

  /**
   * @param own the origin of what is added here
   * @param dropping whether items are ever dropped
   */
  Logs(String own, boolean dropping) {
    this.own = own;
    this.dropping = dropping;
    born(own);
  }

  String own() {
    return own;
  }

  /** Goes on under another name, for there is a later life of this node than it believed itself. */
  void reborn(String later) {
    own = later;
    born(own);
  }

  /** The latest origin of a node that is known; null if none is. */
  @Nullable String latest(String node) {
    return latest.get(node);
  }

  /** The latest origin of each node that is known. */
  Map<String, String> latest() {
    return latest;
  }

  /** Notes that there is such a life. */
  void born(String origin) {
    latest.merge(
        Origin.node(origin), origin, (one, other) -> Origin.isLater(other, one) ? other : one);
  }

  /** Notes the lives that a version tells of. */
  void born(Map<String, Integer> told) {
    told.keySet().stream().filter(name -> !isStable(name)).forEach(this::born);
  }

  /** Adds an item to this node's own log; how long that is with it. */
  int add(Json item) {
    return append(own, log(own), item);
  }

  /** Whether something before a stretch of a log is missing. */
  boolean isGap(String origin, Run run) {
    return run.from() > version.of(origin);
  }

  /** Takes the next item of a log. */
  void take(String origin, Json item) {
    append(origin, log(origin), item);
  }

  private int append(String origin, Log log, Json item) {
    log.items.add(item);
    int end = log.items.size();
    version.raise(origin, end);
    order.add(new Mark(origin, end));
    return end;
  }

  private Log log(String origin) {
    Log log = logs.get(origin);
    if (log == null) {
      log = new Log();
      logs.put(origin, log);
      born(origin);
    }
    return log;
  }

  /**
   * Drops an item that does not matter any more, for a later one that is here took its place.
   *
   * @param end how long the log was with it
   */
  void drop(String origin, int end) {
    Log log = log(origin);
    log.items.set(end - 1, Json.NULL);
    log.last = new Run(0, List.of());
  }

  /** Notes that all nodes have so much of a log; false if it was known. */
  boolean stable(String origin, int end) {
    if (end <= stable(origin)) {
      return false;
    }
    version.raise(STABLE + origin, end);
    order.add(new Mark(STABLE + origin, end));
    return true;
  }

  /** How much of a log all nodes have. */
  int stable(String origin) {
    return version.of(STABLE + origin);
  }

  /** How much of a log is here. */
  int length(String origin) {
    return version.of(origin);
  }

  /** Whose logs are here. */
  Iterable<String> origins() {
    return logs.keySet();
  }

  /** What is here. */
  Version version() {
    return version;
  }

  /** How much is here, counted in the order in which it came. */
  int size() {
    return order.size();
  }

  /** What came at that place in the order, from 0. */
  Mark mark(int index) {
    return order.get(index);
  }

  /** The items here beyond a version. */
  Map<String, Run> since(Version have) {
    Map<String, Run> runs = new LinkedHashMap<>();
    logs.forEach(
        (origin, log) -> {
          int from = have.of(origin);
          if (from < log.items.size()) {
            runs.put(origin, log.since(from));
          }
        });
    return runs;
  }

  /** Whether a name in a version stands for how much of a log is stable. */
  static boolean isStable(String name) {
    return name.startsWith(STABLE);
  }

  /** What is stable here beyond a version. */
  Map<String, Integer> stableSince(Version have) {
    Map<String, Integer> stable = new LinkedHashMap<>();
    version
        .counts()
        .forEach(
            (name, end) -> {
              if (isStable(name) && end > have.of(name)) {
                stable.put(name.substring(STABLE.length()), end);
              }
            });
    return stable;
  }

  /** Notes in a version what a batch says to be stable. */
  static void raise(Version version, Map<String, Integer> stable) {
    stable.forEach((origin, end) -> version.raise(STABLE + origin, end));
  }

  /** What is here stays here, and is the same everywhere unless it does not matter any more. */
  void invariants(Invariants always) {
    always.grows("how much is here", order.size());
    for (; claimed < order.size(); claimed++) {
      Mark mark = order.get(claimed);
      if (!isStable(mark.origin())) {
        Json item = log(mark.origin()).items.get(mark.end() - 1);
        always.has(mark.origin(), dropping ? mark.end() : item);
      }
      always.holds("what is stable is here", stable(mark.origin()) <= length(mark.origin()));
    }
  }
}
