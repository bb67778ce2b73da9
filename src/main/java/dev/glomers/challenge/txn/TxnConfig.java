package dev.glomers.challenge.txn;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of transactions. */
@ConfigMapping(prefix = "glomers.txn")
public interface TxnConfig {
  /**
   * How long a node that has just started may hold back transactions until it has caught up. Should
   * exceed a few round trips and be less than the clients' time-out.
   */
  @WithDefault("2s")
  Duration catchUpTimeout();
}
