package dev.glomers.challenge.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.GossipConfig;
import dev.glomers.gossip.GossipConfig.Acknowledge;
import dev.glomers.part.OfficialTest;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Three nodes in one world with faults. */
class CounterSimulationTest {
  private static final int LATENCY = 10;
  private static final int INTERVAL = 500;
  private static final int SEEDS = 20;

  @ParameterizedTest
  @CsvSource({"RECEIVED, 0.2, 0", "RECEIVED, 100, 1", "STORED, 0.2, 0", "STORED, 100, 1"})
  void readsAreBehindByAnIntervalUnderLoad(Acknowledge acknowledge, double rate, int intervals) {
    int longest = intervals * INTERVAL + 15 * LATENCY;
    assertThat(worstLag(acknowledge, rate)).isBetween(longest - INTERVAL, longest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"partition", "loss", "one-way", "pause", "slow-services", "service-loss"})
  void isExact(String fault) {
    worstLag(Acknowledge.RECEIVED, 50, fault);
  }

  @ParameterizedTest
  @ValueSource(strings = {"partition", "kill", "slow-services", "service-loss", "pause"})
  void losesNothingThatIsStored(String fault) {
    worstLag(Acknowledge.STORED, 50, "kill", fault);
  }

  /** Of many valid runs, in milliseconds. */
  private static int worstLag(Acknowledge acknowledge, double rate, String... faults) {
    GossipConfig gossip =
        Configs.with(
            GossipConfig.class,
            Map.of(
                "interval",
                INTERVAL + "ms",
                "acknowledge",
                acknowledge.name(),
                "durability",
                "seq-kv",
                "store-delay",
                acknowledge == Acknowledge.STORED ? "0s" : INTERVAL + "ms"));
    Simulation simulation =
        Simulation.of(
            test(rate, faults),
            with -> new Counter(new Gossip(with.bus(), with.scheduler(), with.storage(), gossip)));
    int worst = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Run run = simulation.run(seed);
      assertThat(run.anomalies()).describedAs("seed %d", seed).isEmpty();
      worst = Math.max(worst, Objects.requireNonNull(run.figures().get("worst-lag-ms")).intValue());
    }
    return worst;
  }

  private static OfficialTest test(double rate, String... faults) {
    return OfficialTest.of("g-counter")
        .nodeCount(3)
        .rate(rate)
        .timeLimit(10)
        .latency(LATENCY)
        .nemesis(List.of(faults))
        .nemesisInterval(3)
        .build();
  }
}
