package dev.glomers.challenge.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Which log is kept, and how. */
@ConfigMapping(prefix = "glomers.kafka")
public interface KafkaConfig {
  /** Where entries live. */
  @WithDefault("replicated")
  Storage log();

  /** How many entries of one key a poll returns at most. */
  @WithDefault("1000")
  int maxPollEntries();

  /** What only the log on lin-kv reads. */
  LinKvTuning linKv();

  /**
   * How many offsets of a key the replicated log reserves in lin-kv at a time. A node that restarts
   * leaves out at most twice as many.
   */
  @WithDefault("512")
  long offsetBlock();

  /** The kinds of log. */
  enum Storage {
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
}
