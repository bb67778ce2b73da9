package dev.glomers.challenge.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.counter.CounterConfig.Acknowledge;
import dev.glomers.part.OfficialTest;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Three nodes in one world with faults. */
class CounterSimulationTest {
  private static final int LATENCY = 10;
  private static final int INTERVAL = 500;
  private static final int SEEDS = 20;

  private record Config(Duration interval, Acknowledge acknowledge) implements CounterConfig {}

  @ParameterizedTest
  @CsvSource({"RECEIVED, 2", "RECEIVED, 100", "STORED, 2", "STORED, 100"})
  void readsAreBehindByOneIntervalAndTheWayToTheStoreAndToOthers(
      Acknowledge acknowledge, double rate) {
    // A cas that was queued behind another takes two round trips
    assertThat(worstLag(acknowledge, rate)).isBetween(INTERVAL / 2, INTERVAL + 5 * LATENCY);
  }

  @ParameterizedTest
  @CsvSource({"RECEIVED", "STORED"})
  void readsAreBehindByFourIntervalsWhileOthersAreCutOff(Acknowledge acknowledge) {
    assertThat(worstLag(acknowledge, 100, "partition"))
        .isBetween(2 * INTERVAL, 4 * INTERVAL + 5 * LATENCY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill", "slow-services", "service-loss", "pause"})
  void losesNothingThatIsStored(String fault) {
    worstLag(Acknowledge.STORED, 50, fault);
  }

  /** Of many valid runs, in milliseconds. */
  private static int worstLag(Acknowledge acknowledge, double rate, String... faults) {
    Simulation simulation =
        Simulation.of(
            test(rate, faults),
            with ->
                new Counter(
                    with.bus(),
                    with.scheduler(),
                    with.seqKv(),
                    new Config(Duration.ofMillis(INTERVAL), acknowledge)));
    int worst = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Run run = simulation.run(seed);
      assertThat(run.anomalies()).describedAs("seed %d", seed).isEmpty();
      worst = Math.max(worst, Objects.requireNonNull(run.figures().get("worst-lag-ms")).intValue());
    }
    return worst;
  }

  private static OfficialTest test(double rate, String... faults) {
    return new OfficialTest(
        "g-counter",
        3,
        "1n",
        rate,
        10,
        LATENCY,
        "constant",
        "grid",
        List.of(faults),
        3,
        Optional.empty(),
        List.of());
  }
}
