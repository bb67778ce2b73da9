package dev.glomers.simulation;

import dev.glomers.part.OfficialTest;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws all settings of a run from its seed. A test in which everything is possible rarely does one
 * thing often; of many tests that leave things out, some do.
 *
 * @param simulation the nodes, and the test whose workload they get
 * @param faults the faults of which each run has some
 * @see <a href="https://doi.org/10.1145/2338965.2336763">Groce et al., Swarm Testing (2012)</a>
 */
public record Swarm(Simulation simulation, List<String> faults) {
  private static final List<String> LATENCIES = List.of("constant", "uniform", "exponential");

  /** Even numbers for each node, as lin-kv requires. */
  private static final List<String> CLIENTS = List.of("2n", "4n");

  private static final List<String> TOPOLOGIES = List.of("grid", "line", "total", "tree4");
  private static final int MOST_FAULTS = 4;
  private static final int MOST_NODES = 9;

  /** The nodes have this many latencies to converge, in addition to Maelstrom's time. */
  private static final int HOPS = 40;

  /** The test with the settings that a seed draws. */
  public Simulation of(long seed) {
    RandomGenerator random = new Dice(seed).of("swarm");
    OfficialTest test = simulation.test();
    // A challenge for a single node sends nothing to others.
    int nodes = test.nodeCount() == 1 ? 1 : between(random, 2, MOST_NODES);
    int latencyMillis = random.nextBoolean() ? 0 : (int) between(random, 1.0, 300.0);
    OfficialTest drawn =
        test.but()
            .nodeCount(nodes)
            .concurrency(any(random, CLIENTS))
            .rate(between(random, 5.0, 200.0))
            .timeLimit(random.nextInt(2, 12))
            .latency(latencyMillis)
            .latencyDist(any(random, LATENCIES))
            .topology(any(random, TOPOLOGIES))
            .nemesis(some(random))
            .nemesisInterval(between(random, 0.2, 5.0))
            .build();
    Victims[] victims = Victims.values();
    return simulation
        .testing(drawn)
        .killing(victims[random.nextInt(victims.length)])
        .recovering(Duration.ofSeconds(10).plusMillis((long) HOPS * latencyMillis));
  }

  private List<String> some(RandomGenerator random) {
    List<String> shuffled = Partition.shuffled(faults, random);
    return shuffled.subList(0, random.nextInt(Math.min(MOST_FAULTS, faults.size()) + 1));
  }

  private static <T> T any(RandomGenerator random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** Draws small numbers as often as great ones. */
  private static double between(RandomGenerator random, double least, double most) {
    double value = least * Math.pow(most / least, random.nextDouble());
    return Math.round(10 * value) / 10.0;
  }

  private static int between(RandomGenerator random, int least, int most) {
    return (int) Math.round(between(random, (double) least, (double) most));
  }
}
