package dev.glomers.challenge.counter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How soon others know, and what an acknowledgement means. */
@ConfigMapping(prefix = "glomers.counter")
public interface CounterConfig {
  /** How long changes are gathered before the other nodes are told. */
  @WithDefault("1s")
  Duration interval();

  /** When an {@code add} is acknowledged. */
  @WithDefault("stored")
  Acknowledge acknowledge();

  /** What an acknowledgement promises. */
  enum Acknowledge {
    /** At once; what was received in the last interval is lost if the node is killed. */
    RECEIVED,
    /**
     * Once the store has it; then a kill loses nothing. Adds that arrive meanwhile share a write.
     */
    STORED
  }
}
