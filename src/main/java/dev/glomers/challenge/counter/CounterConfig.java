package dev.glomers.challenge.counter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the counter is kept, and what an acknowledgement promises. */
@ConfigMapping(prefix = "glomers.counter")
public interface CounterConfig {
  /** In the store, or in memory alone; then {@code glomers.gossip.acknowledge} is what counts. */
  @WithDefault("seq-kv")
  Store store();

  /** When an {@code add} is acknowledged, if there is a store. */
  @WithDefault("stored")
  Acknowledge acknowledge();

  enum Store {
    SEQ_KV,
    NONE
  }

  enum Acknowledge {
    /** At once; what is not stored yet is lost if the node is killed. */
    RECEIVED,
    /** Once the store has it, which loses nothing. Adds that arrive meanwhile share a write. */
    STORED
  }
}
