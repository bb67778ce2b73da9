package dev.glomers.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.glomers.simulation.workload.Latency;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulation must reproduce figures that were measured on the real Maelstrom. */
class FidelityTest {
  private static final int SEEDS = 5;

  @ParameterizedTest(name = "leaves every {0} ms, hub every {1} ms")
  @CsvSource({
    "0, 350, 1.19, 218, 417, 438, 450",
    "0, 480, 0.98, 301, 526, 563, 578",
    "600, 1200, 0.54, 970, 1708, 1804, 1841",
  })
  void theStarsAreAsOnMaelstrom(
      int leaf, int hub, double msgsPerOp, double p50, double p95, double p99, double max) {
    Simulation simulation =
        Simulation.of(Tests.of("broadcast", 25, 100, 100), Star.nodes(leaf, hub));
    List<Run> runs = LongStream.range(0, SEEDS).mapToObj(simulation::run).toList();
    assertThat(runs).allMatch(Run::valid);
    assertThat(mean(runs, Run::serverMessagesPerOperation))
        .isCloseTo(msgsPerOp, within(0.1 * msgsPerOp));
    assertMillis(runs, Latency::p50Nanos, p50);
    assertMillis(runs, Latency::p95Nanos, p95);
    assertMillis(runs, Latency::p99Nanos, p99);
    assertMillis(runs, Latency::maxNanos, max);
  }

  private static void assertMillis(
      List<Run> runs, ToDoubleFunction<Latency> quantile, double expected) {
    double millis =
        mean(runs, run -> quantile.applyAsDouble(run.latency().orElseThrow()) / 1_000_000);
    assertThat(millis).isCloseTo(expected, within(Math.max(15, 0.1 * expected)));
  }

  private static double mean(List<Run> runs, ToDoubleFunction<Run> figure) {
    return runs.stream().mapToDouble(figure).average().orElseThrow();
  }
}
