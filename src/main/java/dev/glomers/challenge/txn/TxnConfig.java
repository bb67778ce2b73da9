package dev.glomers.challenge.txn;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How transactions travel between nodes. */
@ConfigMapping(prefix = "glomers.txn")
public interface TxnConfig {
  /**
   * How long a commit waits for others to share its message: what it takes to be seen elsewhere.
   */
  @WithDefault("200ms")
  Duration flushInterval();

  /**
   * How long to wait for an answer before asking again. Should exceed the flush interval, for which
   * an answer may wait, and a round trip. A heal is noticed after at most this long.
   */
  @WithDefault("500ms")
  Duration retryInterval();

  /**
   * How long transactions may wait, on a node that has just started, for every peer to tell what it
   * has. Should exceed a few retry intervals and be less than what clients wait.
   */
  @WithDefault("2s")
  Duration catchUpTimeout();
}
