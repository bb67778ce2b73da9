package dev.glomers.challenge.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is said of logs alone. */
@ConfigMapping(prefix = "glomers.kafka")
public interface KafkaConfig {
  /** How many entries of one key a poll returns at most. */
  @WithDefault("1000")
  int maxPollEntries();

  /**
   * How many offsets of a key a log that is kept in memory reserves in lin-kv at a time. A node
   * that restarts leaves out at most twice as many.
   */
  @WithDefault("512")
  long offsetBlock();
}
