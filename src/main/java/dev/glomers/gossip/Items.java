package dev.glomers.gossip;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.Invariants;
import java.util.Map;

/** Takes the items that other nodes have added, and after a restart this node's own. */
public interface Items {
  /**
   * Takes an item. Each comes once, and in the order of its log.
   *
   * @param origin the node in the life in which the item was added
   * @param end the log's length with the item
   * @param item {@link Json#NULL} if it is dropped
   */
  void take(String origin, int end, Json item);

  /**
   * Records that all nodes have so much of a log, which may be this node's own. Everything that a
   * peer had when it said so is here.
   */
  default void stable(String origin, int end) {}

  /** Whether to find out what is stable. It costs n more messages after the last item. */
  default boolean wantStability() {
    return false;
  }

  /** Whether items replace others, which are then {@linkplain Replication#drop dropped}. */
  default boolean replaceOthers() {
    return false;
  }

  /** What {@link Handlers#shows} shows of these items. */
  default Map<String, ?> shows() {
    return Map.of();
  }

  /** States what holds of these items between any two events. */
  default void invariants(Invariants always) {}
}
