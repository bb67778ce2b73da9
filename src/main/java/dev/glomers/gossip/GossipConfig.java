package dev.glomers.gossip;

import dev.glomers.runtime.Durability;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many messages to trade for latency, and what to promise; the same for every part. */
@ConfigMapping(prefix = "glomers.gossip")
public interface GossipConfig {
  /**
   * How long an item waits for others that share its batches, at most. In a star an item reaches
   * all nodes within this, a guard and two latencies, in a mesh within this and one latency.
   */
  @WithDefault("0s")
  Duration interval();

  /** Who sends to whom. */
  @WithDefault("star")
  Topology topology();

  /** How long before the hub's next batch the leaves' batches should arrive, at the least. */
  @WithDefault("20ms")
  Duration guard();

  /**
   * How long an acknowledgement waits for a batch to ride on, counted from the last batch received.
   * More than an interval, so that a cluster under load sends no separate acknowledgements.
   */
  @WithDefault("600ms")
  Duration ackDelay();

  /** How often to ask a suspected node whether it answers again. */
  @WithDefault("700ms")
  Duration retryInterval();

  /**
   * How long a node that has started waits to hear from a peer before it asks for what there is.
   * More than a whole cluster takes to start. Where nobody has anything, all ask in vain, once.
   */
  @WithDefault("5s")
  Duration catchUpDelay();

  /** Where a node keeps its items. */
  @WithDefault("${glomers.durability:memory}")
  Durability durability();

  /** How long a new item waits for others to share its write to a key-value store. */
  @WithDefault("0s")
  Duration storeDelay();

  /** When a client's request is acknowledged. */
  @WithDefault("received")
  Acknowledge acknowledge();

  /** Who sends to whom, and how many messages n nodes send in an interval. */
  enum Topology {
    /** Everybody to everybody: n(n - 1). */
    MESH,
    /** Everybody through the first node that answers: 2(n - 1). */
    STAR
  }

  /** What an acknowledgement promises. */
  enum Acknowledge {
    /**
     * Once this node has the item: on its disk if durability is DISK, in memory otherwise. In
     * memory a kill of the node loses the item, unless the node has passed it on or stored it by
     * then.
     */
    RECEIVED,
    /** Once the disk or the store has the item, if there is one: survives the kill of all nodes. */
    STORED,
    /** As that, and once another node has it, on its disk too: survives the kill of any node. */
    REPLICATED,
    /**
     * Once every peer that this node sends to and that answers has it: in a mesh all others, on a
     * leaf the hub, on the hub all leaves. While no peer answers, a kill loses what is
     * acknowledged.
     */
    REACHABLE,
    /** Once all nodes have it: survives as long as one node does; waits while one is cut off. */
    ALL
  }
}
