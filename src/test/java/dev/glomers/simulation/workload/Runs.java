package dev.glomers.simulation.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.part.OfficialTest;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** Short runs of a workload, for checkers to judge. */
public final class Runs {
  private static final int SEED = 1;

  private Runs() {}

  public static Run run(
      String workload, int nodes, double rate, NodeFactory factory, String... faults) {
    return simulation(workload, nodes, rate, factory, faults).run(SEED);
  }

  /** The kinds of anomalies in runs with other seeds, in which nodes are killed. */
  public static Set<String> kindsAfterKills(
      String workload, int nodes, double rate, NodeFactory factory) {
    Simulation simulation = simulation(workload, nodes, rate, factory, "kill");
    Set<String> kinds = new TreeSet<>();
    LongStream.range(0, 10).forEach(seed -> kinds.addAll(kinds(simulation.run(seed))));
    return kinds;
  }

  public static Simulation simulation(
      String workload, int nodes, double rate, NodeFactory factory, String... faults) {
    OfficialTest test =
        OfficialTest.of(workload)
            .nodeCount(nodes)
            .concurrency(nodes < 9 || workload.equals("lin-kv") ? "2n" : "1n")
            .rate(rate)
            .timeLimit(10)
            .latency(50)
            .latencyDist("uniform")
            .nemesis(List.of(faults))
            .nemesisInterval(2)
            .build();
    return Simulation.of(test, factory);
  }

  /** A figure that must be there. */
  public static long figure(Run run, String name) {
    return Objects.requireNonNull(run.figures().get(name)).longValue();
  }

  /** The kinds of a run's anomalies, each of which must say in words what was seen. */
  public static Set<String> kinds(Run run) {
    Set<String> kinds = new TreeSet<>();
    for (Anomaly anomaly : run.anomalies()) {
      assertThat(anomaly.words()).as(anomaly.kind()).isNotBlank();
      kinds.add(anomaly.kind());
    }
    return kinds;
  }
}
