package dev.glomers.challenge.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the log. */
@ConfigMapping(prefix = "glomers.kafka")
public interface KafkaConfig {
  /** How many entries of one key a poll returns at most. */
  @WithDefault("1000")
  int maxPollEntries();

  /**
   * How many offsets of a key a log in memory reserves in lin-kv at a time. A node that restarts
   * skips at most twice as many.
   */
  @WithDefault("512")
  long offsetBlock();
}
