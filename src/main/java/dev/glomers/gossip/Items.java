package dev.glomers.gossip;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.Invariants;
import java.util.Map;

/** Takes the items that other nodes have added. A node's own it has already. */
public interface Items {
  /**
   * Takes an item, which is the next in its log, and comes once.
   *
   * @param origin the node in the life in which it was added
   * @param end how long the log is with it
   * @param item {@link Json#NULL} if it does not matter any more
   */
  void take(String origin, int end, Json item);

  /**
   * Notes that all nodes have so much of a log, of this node's own too. All that this node had when
   * the last of them said so is here.
   */
  default void stable(String origin, int end) {}

  /** Whether that is to be found out, which takes n messages more when an item is the last. */
  default boolean wantStability() {
    return false;
  }

  /**
   * Whether items take the place of others, which are then {@linkplain Replication#drop dropped}.
   */
  default boolean replaceOthers() {
    return false;
  }

  /** What of these items {@link Handlers#shows} shows. */
  default Map<String, ?> shows() {
    return Map.of();
  }

  /** Claims what holds of these items between any two events. */
  default void invariants(Invariants always) {}
}
