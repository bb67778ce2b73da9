package dev.glomers.challenge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.GossipConfig;
import dev.glomers.part.OfficialTest;
import dev.glomers.part.Part;
import dev.glomers.part.Parts;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.Victims;
import dev.glomers.simulation.workload.Anomaly;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** All nodes in one world with faults; what clients see is checked as Jepsen does. */
class KafkaSimulationTest {
  private static final long SEEDS = 5;

  /** Without these a log may still be one, if it may lose what it had acknowledged. */
  private static final Set<String> LOSSES =
      Set.of(
          "unreached",
          "unseen",
          "lost-write",
          "poll-skip",
          "int-poll-skip",
          "commit-skip",
          "lost-commit",
          "commit-went-back");

  @ParameterizedTest
  @CsvSource({
    "5b, partition, 2",
    "5b, pause, 3",
    "5b, kill, 2",
    "5b, kill, 3",
    "5b, service-loss, 2",
    "5c, partition, 2",
    "5c, partition, 5",
    "5c, loss, 3",
    "5c, duplication, 3",
    "5c, reordering, 3",
    "5c, pause, 3",
    "5c, service-loss, 2"
  })
  void isOneLogWhateverFails(String name, String fault, int nodes) {
    Part part = Parts.find().matching(name).get(0);
    Simulation simulation = Simulation.of(part, test(nodes, fault));
    for (long seed = 1; seed <= SEEDS; seed++) {
      assertOneLog(simulation.run(seed));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "REACHABLE, 2, ONE",
    "REACHABLE, 3, ONE",
    "ALL, 2, ONE",
    "ALL, 3, ONE",
    "ALL, 5, MINORITY",
  })
  void losesNothingWhileSomebodyRemembers(
      GossipConfig.Acknowledge acknowledge, int nodes, Victims victims) {
    Simulation simulation = replicated(acknowledge, test(nodes, "kill")).killing(victims);
    for (long seed = 1; seed <= SEEDS; seed++) {
      assertOneLog(simulation.run(seed));
    }
  }

  @Test
  void losesNothingWhateverElseFails() {
    OfficialTest test =
        test(3, "kill", "partition", "pause", "loss", "slow-services", "service-loss");
    Simulation simulation = replicated(GossipConfig.Acknowledge.ALL, test).killing(Victims.ONE);
    for (long seed = 1; seed <= 20 * SEEDS; seed++) {
      assertOneLog(simulation.run(seed));
    }
  }

  @ParameterizedTest
  @EnumSource
  void reusesNoOffsetAndShowsNothingTwiceWhoeverIsKilled(GossipConfig.Acknowledge acknowledge) {
    Simulation simulation = replicated(acknowledge, test(2, "kill"));
    for (long seed = 1; seed <= SEEDS; seed++) {
      assertThat(simulation.run(seed).anomalies())
          .describedAs("seed %d", seed)
          .extracting(Anomaly::kind)
          .isSubsetOf(LOSSES);
    }
  }

  @Test
  void theReplicatedLogCostsWhatItShould() {
    Part part = Parts.find().matching("5c").get(0);
    Run run = Simulation.of(part, part.tests().get(0)).run(1);
    assertThat(run.anomalies()).isEmpty();
    assertThat(run.serverMessagesPerOperation()).isLessThan(0.025);
    assertThat(run.figures())
        .hasEntrySatisfying("worst-lag-ms", lag -> assertThat(lag.longValue()).isLessThan(300))
        .hasEntrySatisfying("largest-offset", last -> assertThat(last.longValue()).isLessThan(100));
  }

  private static void assertOneLog(Run run) {
    assertThat(run.anomalies()).describedAs("seed %d", run.seed()).isEmpty();
  }

  private static Simulation replicated(GossipConfig.Acknowledge acknowledge, OfficialTest test) {
    KafkaConfig config = Configs.with(KafkaConfig.class, Map.of());
    GossipConfig gossipConfig =
        Configs.with(
            GossipConfig.class, Map.of("interval", "110ms", "acknowledge", acknowledge.toString()));
    return Simulation.of(
        test,
        with ->
            new Kafka(
                config,
                new Gossip(with.bus(), with.scheduler(), with.storage(), gossipConfig),
                with.scheduler(),
                with.store("lin-kv")));
  }

  private static OfficialTest test(int nodes, String... faults) {
    return OfficialTest.of("kafka")
        .nodeCount(nodes)
        .concurrency("2n")
        .rate(100)
        .timeLimit(6)
        .latency(10)
        .latencyDist("exponential")
        .nemesis(List.of(faults))
        .nemesisInterval(1.5)
        .build();
  }
}
