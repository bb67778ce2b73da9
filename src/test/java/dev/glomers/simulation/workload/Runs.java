package dev.glomers.simulation.workload;

import dev.glomers.part.OfficialTest;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Short runs of a workload, for checkers to judge. */
final class Runs {
  private static final int SEED = 1;

  private Runs() {}

  static Verdict run(String workload, int nodes, double rate, NodeFactory factory) {
    OfficialTest test =
        new OfficialTest(
            workload,
            nodes,
            "2n",
            rate,
            10,
            50,
            "uniform",
            "grid",
            List.of(),
            10,
            Optional.empty(),
            List.of());
    Run run = Simulation.of(test, factory).run(SEED);
    return new Verdict(run.anomalies(), run.figures(), run.latency());
  }

  /** The kinds of a verdict's anomalies. */
  static Set<String> kinds(Verdict verdict) {
    Set<String> kinds = new TreeSet<>();
    verdict.anomalies().forEach(anomaly -> kinds.add(anomaly.kind()));
    return kinds;
  }
}
