package dev.glomers.gossip;

import static java.util.Objects.requireNonNull;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A node that adds items, takes those of others, and notes what it has. Items are numbers, each
 * greater than all that the node has seen, and the same on no other node.
 */
final class Diary implements Challenge, Items {
  private final Ledger ledger;
  private final Gossip gossip;
  private final Scheduler scheduler;
  private final boolean journaled;
  private final Map<String, List<Json>> logs = new LinkedHashMap<>();
  private final Map<String, Integer> stable = new HashMap<>();

  /** When each item came to be here. */
  private final Map<Long, Duration> times = new HashMap<>();

  private @Nullable Cluster cluster;
  private @Nullable Replication replication;

  private int promises;

  /** What this node adds next is no less. */
  private long next;

  /** The greatest item that is stable here. */
  private long greatestStable = -1;

  /**
   * @param journaled whether the number of a life comes from a journal, not from the ledger
   */
  Diary(Ledger ledger, Gossip gossip, Scheduler scheduler, boolean journaled) {
    this.ledger = ledger;
    this.journaled = journaled;
    this.gossip = gossip;
    this.scheduler = scheduler;
  }

  @Override
  public void start(Cluster told, Handlers on) {
    cluster = told;
    long life = ledger.born(told.self());
    if (life > 0) {
      next = ledger.highest() + 1;
    }
    Function<Replication, Diary> items =
        begun -> {
          replication = begun;
          return this;
        };
    CompletionStage<Diary> started =
        journaled
            ? gossip.start(told, on, items)
            : gossip.start(told, on, CompletableFuture.completedFuture(life), items);
    started.thenRun(this::own);
  }

  Replication replication() {
    return requireNonNull(replication);
  }

  private String self() {
    return requireNonNull(cluster).self();
  }

  /** What is here, by its origin. */
  Map<String, List<Json>> logs() {
    own();
    return logs;
  }

  /** This node's own log, with what it was not told of because it is no item. */
  private List<Json> own() {
    String origin = replication().origin();
    List<Json> own = logs.computeIfAbsent(origin, any -> new ArrayList<>());
    while (own.size() < replication().length(origin)) {
      own.add(Json.NULL);
    }
    ledger.had(self(), origin, own.size());
    return own;
  }

  /** The items that are here. */
  List<Long> items() {
    return logs().values().stream()
        .flatMap(List::stream)
        .filter(item -> !item.isNull())
        .map(item -> item.as(Long.class))
        .sorted()
        .toList();
  }

  boolean has(long item) {
    return times.containsKey(item);
  }

  /** When an item came here. */
  Duration time(long item) {
    return requireNonNull(times.get(item), () -> self() + " lacks " + item);
  }

  /** How much of a log is stable here. */
  int stable(String origin) {
    return stable.getOrDefault(origin, 0);
  }

  /** Whether all that is here is stable. */
  boolean isAllStable() {
    return logs().entrySet().stream()
        .allMatch(log -> stable(log.getKey()) == log.getValue().size());
  }

  /** The number of the item that would be added next. */
  long next() {
    Cluster told = requireNonNull(cluster);
    return next + Math.floorMod(told.index() - next, told.size());
  }

  /** Adds an item; done when that is as safe as promised. */
  CompletionStage<Void> add() {
    long item = next();
    next = item + 1;
    times.put(item, scheduler.now());
    List<Json> own = own();
    own.add(Json.of(item));
    ledger.added(item);
    CompletionStage<Void> safe = replication().add(Json.of(item));
    promises++;
    String origin = replication().origin();
    int end = own.size();
    own();
    return safe.thenRun(() -> keep(origin, end));
  }

  private void keep(String origin, int end) {
    promises--;
    long others =
        requireNonNull(cluster).peers().stream()
            .filter(peer -> ledger.had(peer, origin) >= end)
            .count();
    long least =
        switch (gossip.acknowledge()) {
          case RECEIVED, STORED, REACHABLE -> 0;
          case REPLICATED -> 1;
          case ALL -> requireNonNull(cluster).peers().size();
        };
    if (others < least) {
      ledger.wrong("%s promises that %d others have %d of %s", self(), least, end, origin);
    }
  }

  /** How many promises are not kept yet. */
  int promises() {
    return promises;
  }

  @Override
  public void take(String origin, int end, Json item) {
    List<Json> log = logs.computeIfAbsent(origin, any -> new ArrayList<>());
    if (log.size() != end - 1) {
      ledger.wrong("%s, which has %d of %s, takes number %d", self(), log.size(), origin, end);
    }
    log.add(item);
    ledger.had(self(), origin, end);
    if (!item.isNull()) {
      take(item.as(Long.class));
    }
  }

  private void take(long item) {
    next = Math.max(next, item + 1);
    if (times.put(item, scheduler.now()) != null) {
      ledger.wrong("%s takes %d twice", self(), item);
    }
    // A later life with a lower number promises nothing.
    if (ledger.isRising() && item < greatestStable) {
      ledger.wrong("%s takes %d, but %d is stable there", self(), item, greatestStable);
    }
  }

  @Override
  public void stable(String origin, int end) {
    own();
    Integer before = stable.put(origin, end);
    if (before != null && before >= end) {
      ledger.wrong("%s has %d of %s stable, after %d", self(), end, origin, before);
    }
    for (String node : requireNonNull(cluster).nodes()) {
      if (ledger.had(node, origin) < end) {
        ledger.wrong("%s takes %d of %s for stable, and %s has less", self(), end, origin, node);
      }
    }
    for (Json item : requireNonNull(logs.get(origin)).subList(0, end)) {
      greatestStable =
          item.isNull() ? greatestStable : Math.max(greatestStable, item.as(Long.class));
    }
  }

  @Override
  public boolean wantStability() {
    return ledger.isRising();
  }
}
