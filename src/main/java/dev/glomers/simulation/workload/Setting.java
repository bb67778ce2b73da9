package dev.glomers.simulation.workload;

import dev.glomers.part.OfficialTest;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The run's settings, as a workload needs them.
 *
 * @param nodes the ids of the nodes
 * @param test the options of Maelstrom's command
 * @param random all of the workload's randomness
 */
public record Setting(List<String> nodes, OfficialTest test, RandomGenerator random) {
  /** The number of threads. */
  public int concurrency() {
    return test.clients();
  }
}
