package dev.glomers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.part.OfficialTest;
import dev.glomers.part.Part;
import dev.glomers.part.Parts;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every part, on many seeds; {@code glomers simulate all --seeds 1000} runs more. */
class PartsSimulationTest {
  private static final int OFFICIAL_SEEDS = 2;

  private static final int PARTITIONED_SEEDS = 100;

  /** Runs of many nodes take their time: over the number of nodes this is the most seeds. */
  private static final int NODES = 500;

  /** So few operations a second that a run takes some milliseconds. */
  private static final double RATE = 20;

  static List<Part> parts() {
    return Parts.find().matching("all");
  }

  @ParameterizedTest
  @MethodSource("parts")
  void officiallyValidAndWithinTheLimits(Part part) {
    for (OfficialTest test : part.tests()) {
      Simulation simulation = Simulation.of(part, test);
      for (int seed = 0; seed < OFFICIAL_SEEDS; seed++) {
        Run run = simulation.run(seed);
        assertThat(run.anomalies()).as("seed %d", seed).isEmpty();
        assertThat(run.measured().overLimit(part.limit())).as("seed %d", seed).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("parts")
  void validUnderPartitions(Part part) {
    Simulation simulation = partitioned(part);
    int seeds = Math.min(PARTITIONED_SEEDS, NODES / part.tests().get(0).nodeCount());
    assertThat(Tests.invalid(simulation, seeds)).isEmpty();
  }

  /** No time-out to a service may assume the official latency. */
  @ParameterizedTest
  @CsvSource({"4, 499", "4, 500", "4, 1000", "5b, 499", "5b, 500", "5b, 1000"})
  void validAtOtherLatencies(String name, int latency) {
    Part part = Parts.find().matching(name).get(0);
    OfficialTest test = part.tests().get(0);
    Simulation simulation =
        Simulation.of(part, Tests.of(test.workload(), test.nodeCount(), 100, latency));
    assertThat(Tests.invalid(simulation, 20)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("parts")
  void theSameTwice(Part part) {
    assertThat(Reconciliation.check(partitioned(part), 1)).isEmpty();
  }

  private static Simulation partitioned(Part part) {
    return Simulation.of(part, partitioned(part.tests().get(0)));
  }

  private static OfficialTest partitioned(OfficialTest test) {
    return test.but()
        .rate(Math.min(RATE, test.rate()))
        .nemesis(List.of("partition"))
        .nemesisInterval(2)
        .build();
  }
}
