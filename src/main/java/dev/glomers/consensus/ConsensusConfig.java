package dev.glomers.consensus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The trade-off between messages and latency, and where the log is kept. */
@ConfigMapping(prefix = "glomers.consensus")
public interface ConsensusConfig {
  /**
   * The shortest time between two batches from the leader to a node. With n nodes an interval costs
   * 2(n - 1) messages. With three nodes an operation takes one interval on average and two at most;
   * with more nodes, half an interval longer. At zero nothing waits.
   */
  @WithDefault("200ms")
  Duration interval();

  /** The least total size, in bytes, of the commands that a snapshot replaces. */
  @WithDefault("16384")
  long snapshotBytes();

  /** Where the term, the vote and the log are kept. */
  @WithDefault("${glomers.durability:memory}")
  Durability durability();

  /** Where a node keeps its persistent state (figure 2). */
  enum Durability {
    /** In memory only: acknowledged operations may be lost if a node is killed. */
    MEMORY,
    /** On its own disk. Costs no messages, and no time if the disk is faster than an interval. */
    DISK
  }
}
