package dev.glomers.node;

import dev.glomers.runtime.Durability;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The settings of every node, whichever challenge it runs. */
@ConfigMapping(prefix = "glomers")
public interface NodeConfig {
  /** The name of the challenge to run. */
  String challenge();

  /** Where a node keeps its state: {@code memory}, {@code disk}, {@code seq-kv}, {@code lin-kv}. */
  @WithDefault("memory")
  Durability durability();

  /** How long to wait for unanswered requests after the end of the input. */
  @WithDefault("1s")
  Duration drainTimeout();

  /**
   * The directory for journals. If there is none, the nodes of one test share a temporary
   * directory, which is deleted some time after the test.
   */
  Optional<String> dataDir();
}
