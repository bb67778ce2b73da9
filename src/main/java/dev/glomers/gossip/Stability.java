package dev.glomers.gossip;

import dev.glomers.gossip.GossipConfig.Acknowledge;
import dev.glomers.runtime.Durability;
import dev.glomers.runtime.Invariants;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds out what is stable and what is as safe as promised, from what each node has. */
final class Stability {
  private final Acknowledge acknowledge;
  private final boolean onDisk;
  private final Items items;
  private final Logs logs;

  /** Acknowledgements that wait until their items are safe, in the order of the items. */
  private final Queue<Promise> promises = new ArrayDeque<>();

  private final Members members;

  private record Promise(Arrivals.Mark mark, CompletableFuture<Void> kept) {}

  Stability(GossipConfig config, Items items, Logs logs, Members members) {
    acknowledge = config.acknowledge();
    onDisk = config.durability() == Durability.DISK;
    this.items = items;
    this.logs = logs;
    this.members = members;
  }

  boolean isWanted() {
    return items.wantStability() || acknowledge == Acknowledge.ALL;
  }

  /** Records that so much of a log is stable; returns whether that is news. */
  boolean learn(String origin, int end) {
    boolean news = logs.stable(origin, end);
    if (news) {
      items.stable(origin, end);
    }
    return news;
  }

  /** Works out what is stable from what peers are known to have; returns whether that is news. */
  boolean settle() {
    boolean news = false;
    if (isWanted() && (!items.wantStability() || allLivesAreKnown())) {
      for (String origin : logs.origins()) {
        news |= logs.length(origin) > logs.stable(origin) && learn(origin, held(origin, true));
      }
    }
    keep();
    return news;
  }

  /** Done once the item is as safe as promised. */
  CompletionStage<Void> await(Arrivals.Mark mark) {
    CompletableFuture<Void> kept = new CompletableFuture<>();
    promises.add(new Promise(mark, kept));
    keep();
    return kept;
  }

  /** Completes the acknowledgements whose promise is kept. */
  void keep() {
    for (Promise next = promises.peek();
        next != null && safe(next.mark().name()) >= next.mark().end();
        next = promises.peek()) {
      promises.remove().kept().complete(null);
    }
  }

  void situations(Invariants always) {
    if (onDisk || acknowledge != Acknowledge.RECEIVED) {
      always.reaches("a request waits until it is safe", () -> !promises.isEmpty());
    }
  }

  /** How much of a log is as safe as promised. */
  private int safe(String origin) {
    return switch (acknowledge) {
      case RECEIVED, STORED -> logs.version().of(origin);
      case REPLICATED ->
          members.isAlone()
              ? logs.version().of(origin)
              : members.met().stream().mapToInt(peer -> peer.has(origin)).max().orElse(0);
      case REACHABLE -> held(origin, false);
      case ALL -> logs.stable(origin);
    };
  }

  /**
   * How much of a log all others have; or, if {@code byAll} is false, all guarded peers that
   * answer. A peer counts only while this node has everything that the peer has: so nothing that
   * the peer had before turns up here later.
   */
  private int held(String origin, boolean byAll) {
    if (byAll && members.met().size() < members.others()) {
      return 0;
    }
    int held = logs.version().of(origin);
    for (Peer peer : members.met()) {
      if (byAll || (members.role().guards(peer) && !peer.presence.isSuspect())) {
        held = peer.knowledge.isCovered() ? Math.min(held, peer.has(origin)) : 0;
      }
    }
    return held;
  }

  /**
   * Whether all others know the latest life of every node. Only then do they ignore late messages
   * of former lives, which might bring them items.
   */
  private boolean allLivesAreKnown() {
    return logs.lives().latest().stream()
        .filter(origin -> Origin.life(origin) > 0)
        .allMatch(origin -> members.met().stream().allMatch(peer -> peer.has(origin) > 0));
  }
}
