package dev.glomers.consensus;

import dev.glomers.runtime.Durability;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The trade-off between messages and latency, and where the log is kept. */
@ConfigMapping(prefix = "glomers.consensus")
public interface ConsensusConfig {
  /**
   * The shortest time between two batches from the leader to a node. With n nodes an interval costs
   * 2(n - 1) messages. Most operations take less than one, few more than two. At zero none waits.
   */
  @WithDefault("200ms")
  Duration interval();

  /** The least total size, in bytes, of the commands that a snapshot replaces. */
  @WithDefault("16384")
  long snapshotBytes();

  /** Where a node keeps its persistent state (figure 2): in memory, or on its own disk. */
  @WithDefault("${glomers.durability:memory}")
  Durability durability();
}
