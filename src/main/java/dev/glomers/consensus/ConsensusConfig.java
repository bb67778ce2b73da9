package dev.glomers.consensus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How messages are bought with latency, and where the log is kept. */
@ConfigMapping(prefix = "glomers.consensus")
public interface ConsensusConfig {
  /**
   * At most how often the leader sends to another node what is new. With n nodes this costs 2(n -
   * 1) messages. With three nodes an operation takes an interval on the average and two at most;
   * with more, half of one longer. Where it is zero nothing waits.
   */
  @WithDefault("200ms")
  Duration interval();

  /** How many bytes commands have at the least that a snapshot takes the place of. */
  @WithDefault("16384")
  long snapshotBytes();

  /** Where the term, the vote and the log are kept. */
  @WithDefault("${glomers.durability:memory}")
  Durability durability();

  /** Where a node keeps what it must not forget. */
  enum Durability {
    /** Nowhere else: what was acknowledged may be lost if a node is killed. */
    MEMORY,
    /** On its own disk. Costs no message, and no time while that is faster than an interval. */
    DISK
  }
}
