package dev.glomers.challenge.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Which log is kept, and how. */
@ConfigMapping(prefix = "glomers.kafka")
public interface KafkaConfig {
  /** Where entries live. */
  @WithDefault("memory")
  Storage log();

  /** How many entries of one key a poll returns at most. */
  @WithDefault("1000")
  int maxPollEntries();

  /** What only the log on lin-kv reads. */
  LinKvTuning linKv();

  /** What only the replicated log reads. */
  ReplicationTuning replicated();

  /** The kinds of log. */
  enum Storage {
    /** On one node, in memory. */
    MEMORY,
    /** In lin-kv: what is acknowledged survives the kill of any or all nodes. */
    LIN_KV,
    /** In the memory of all nodes; no send and no poll waits for another node. */
    REPLICATED
  }

  /** Tuning of the log on lin-kv. */
  interface LinKvTuning {
    /** How long a send waits for others to share its write. */
    @WithDefault("4ms")
    Duration linger();

    /** How often what other nodes wrote is looked for while clients are active. */
    @WithDefault("100ms")
    Duration refreshInterval();

    /** How often it is looked for while they are not. */
    @WithDefault("1s")
    Duration idleRefreshInterval();

    /** How many items share a value; each write carries the value twice. */
    @WithDefault("64")
    int chunkSize();
  }

  /** Tuning of the replicated log. */
  interface ReplicationTuning {
    /** Who must have an entry, or a committed offset, before it is acknowledged. */
    @WithDefault("local")
    Acks acks();

    /** The least time between two batches to the same peer. */
    @WithDefault("110ms")
    Duration batchInterval();

    /**
     * After how long without an answer a batch is sent again and its receiver counts as cut off.
     */
    @WithDefault("500ms")
    Duration retryInterval();

    /** How many items may be on their way to a peer. */
    @WithDefault("5000")
    int maxInFlight();

    /**
     * How many offsets of a key are reserved in lin-kv at a time. A node that restarts leaves out
     * at most twice as many.
     */
    @WithDefault("512")
    long offsetBlock();
  }

  /** Kafka's {@code acks}: what an acknowledgement promises if nodes are then killed. */
  enum Acks {
    /** Here. A kill of this node may lose what it acknowledged since its last batch arrived. */
    LOCAL,
    /**
     * Here and at every peer that answers. A kill may lose what was acknowledged while no peer
     * could be reached.
     */
    REACHABLE,
    /** Everywhere: lost only if all nodes are killed; sends wait while a peer is cut off. */
    ALL
  }
}
