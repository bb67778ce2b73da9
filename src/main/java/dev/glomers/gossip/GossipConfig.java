package dev.glomers.gossip;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How messages are bought with latency, and what is promised; the same for every part. */
@ConfigMapping(prefix = "glomers.gossip")
public interface GossipConfig {
  /**
   * At most how often a node sends to another. In a star an item reaches all within this and two
   * latencies, in a mesh within this and one. Where it is zero nothing waits.
   */
  @WithDefault("0s")
  Duration interval();

  /** Who sends to whom. */
  @WithDefault("star")
  Topology topology();

  /** How long before the hub's next batch the others' batches are to be there, at the least. */
  @WithDefault("20ms")
  Duration guard();

  /**
   * How long an acknowledgement waits for a batch to ride on, counted from the last that was
   * received. More than an interval, for then a cluster under load sends none by itself.
   */
  @WithDefault("600ms")
  Duration ackDelay();

  /** How often to try whether a node that fell silent answers again. */
  @WithDefault("700ms")
  Duration retryInterval();

  /**
   * How long a node that has started waits to hear of another, before it asks for what there is.
   * More than a whole cluster takes to start, for then nobody asks in vain.
   */
  @WithDefault("5s")
  Duration catchUpDelay();

  /** Where what a node has is kept, to be there again when the node was killed. */
  @WithDefault("${glomers.durability:memory}")
  Durability durability();

  /** How long what is added waits for more to share a write to a key-value store. */
  @WithDefault("0s")
  Duration storeDelay();

  /** When a client's request is acknowledged. */
  @WithDefault("received")
  Acknowledge acknowledge();

  /** Who sends to whom: with n nodes, so many messages in an interval. */
  enum Topology {
    /** Everybody to everybody: n(n - 1). */
    MESH,
    /** Everybody through the first node that answers: 2(n - 1). */
    STAR
  }

  /** Where a node keeps what it has. */
  enum Durability {
    /** Nowhere else. */
    MEMORY,
    /** All of it on the node's own disk. */
    DISK,
    /** What is added at the node, in {@code seq-kv}. */
    SEQ_KV,
    /** The same in {@code lin-kv}. */
    LIN_KV
  }

  /** What an acknowledgement promises. */
  enum Acknowledge {
    /**
     * Once this node has it: on disk, if that is where it keeps things, and in memory otherwise;
     * then an item that was not passed on or stored yet is lost if the node is killed.
     */
    RECEIVED,
    /** Once it is on disk or in the store, if there is one: survives the kill of all nodes. */
    STORED,
    /** As that, and once another node has it, on its disk too: survives the kill of any one. */
    REPLICATED,
    /**
     * Once all have it that answer of those that this node sends to: in a mesh all, in a star the
     * hub, or all from the hub. What was acknowledged while none did is lost by a kill.
     */
    REACHABLE,
    /** Once all have it, which survives as long as one node does; waits while one is cut off. */
    ALL
  }
}
