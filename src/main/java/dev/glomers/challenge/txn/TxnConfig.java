package dev.glomers.challenge.txn;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is said of transactions alone. */
@ConfigMapping(prefix = "glomers.txn")
public interface TxnConfig {
  /**
   * How long transactions may wait, on a node that has just started, for what others have. Should
   * exceed a few round trips and be less than what clients wait.
   */
  @WithDefault("2s")
  Duration catchUpTimeout();
}
