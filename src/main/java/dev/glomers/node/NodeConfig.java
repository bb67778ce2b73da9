package dev.glomers.node;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What every node is told, whichever challenge it runs. */
@ConfigMapping(prefix = "glomers")
public interface NodeConfig {
  /** The name of the challenge to run. */
  String challenge();

  /**
   * Where what a node has is kept, unless what replicates it says otherwise: {@code memory}, {@code
   * disk}, {@code seq-kv} or {@code lin-kv}.
   */
  @WithDefault("memory")
  String durability();

  /** How long requests may go on after the end of the input. */
  @WithDefault("1s")
  Duration drainTimeout();

  /**
   * The directory for journals. If there is none, the nodes of one test share one of their own
   * among the temporary files; it is cleared away some time after the test.
   */
  Optional<String> dataDir();
}
