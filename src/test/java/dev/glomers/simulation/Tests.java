package dev.glomers.simulation;

import dev.glomers.part.OfficialTest;
import dev.glomers.simulation.workload.Anomaly;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Tests to simulate. */
public final class Tests {
  private Tests() {}

  /** A test of five nodes, 20 s at 20 operations a second, with 20 ms of latency. */
  public static OfficialTest of(String workload, String... nemesis) {
    return of(workload, 5, 20, 20, nemesis);
  }

  public static OfficialTest of(
      String workload, int nodes, double rate, int latency, String... nemesis) {
    return of(workload, nodes, rate, 20, latency, nemesis);
  }

  /** With constant latency, a client for each node, and faults that change every 2 s. */
  public static OfficialTest of(
      String workload, int nodes, double rate, int timeLimit, int latency, String... nemesis) {
    return OfficialTest.of(workload)
        .nodeCount(nodes)
        .rate(rate)
        .timeLimit(timeLimit)
        .latency(latency)
        .nemesis(List.of(nemesis))
        .nemesisInterval(2)
        .build();
  }

  public static OfficialTest totallyAvailable(OfficialTest test) {
    return test.but().availability(Optional.of("total")).build();
  }

  /** The runs of the first seeds in which something was wrong. */
  public static List<Run> invalid(Simulation simulation, int seeds) {
    return LongStream.range(0, seeds)
        .parallel()
        .mapToObj(seed -> simulation.run(seed).withoutHistory())
        .filter(run -> !run.valid())
        .toList();
  }

  /** The kinds of a run's anomalies. */
  static Set<String> kinds(Run run) {
    return run.anomalies().stream().map(Anomaly::kind).collect(Collectors.toSet());
  }
}
