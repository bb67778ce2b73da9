package dev.glomers.simulation.workload;

import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.TestOptions;
import dev.glomers.simulation.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Short runs of a workload, for checkers to judge. */
final class Runs {
  private static final int SEED = 1;

  private Runs() {}

  static Verdict run(String workload, int nodes, double rate, NodeFactory factory) {
    TestOptions options =
        new TestOptions(
            workload,
            nodes,
            2 * nodes,
            rate,
            Duration.ofSeconds(10),
            50,
            "uniform",
            "grid",
            List.of());
    return new Simulation(options, factory, SEED, Trace.NONE).run();
  }

  /** The kinds of a verdict's anomalies. */
  static Set<String> kinds(Verdict verdict) {
    Set<String> kinds = new TreeSet<>();
    verdict.anomalies().forEach(anomaly -> kinds.add(anomaly.kind()));
    return kinds;
  }
}
