package dev.glomers.simulation.workload;

import dev.glomers.part.OfficialTest;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Short runs of a workload, for checkers to judge. */
final class Runs {
  private static final int SEED = 1;

  private Runs() {}

  static Run run(String workload, int nodes, double rate, NodeFactory factory, String... faults) {
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
            List.of(faults),
            2,
            Optional.empty(),
            List.of());
    return Simulation.of(test, factory).run(SEED);
  }

  /** A figure that must be there. */
  static long figure(Run run, String name) {
    return Objects.requireNonNull(run.figures().get(name)).longValue();
  }

  /** The kinds of a run's anomalies. */
  static Set<String> kinds(Run run) {
    Set<String> kinds = new TreeSet<>();
    run.anomalies().forEach(anomaly -> kinds.add(anomaly.kind()));
    return kinds;
  }
}
