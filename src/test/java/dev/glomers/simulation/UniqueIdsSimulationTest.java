package dev.glomers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.uniqueids.UniqueIds;
import dev.glomers.runtime.Challenge;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class UniqueIdsSimulationTest {
  record Generate() {}

  record GenerateOk(String id) {}

  @Test
  void passesIdsOfTimeIncarnationAndNode() {
    assertThat(run(given -> new UniqueIds(given.scheduler()), "kill", "clock", "pause").anomalies())
        .isEmpty();
  }

  @Test
  void catchesACounterThatNodesDoNotShare() {
    assertThat(Tests.kinds(run(given -> counting("", 0)))).containsExactly("duplicate");
  }

  @Test
  void passesACounterBesideTheNodesNameWhileNobodyDies() {
    assertThat(run(given -> counting(null, 0)).anomalies()).isEmpty();
  }

  @Test
  void catchesACounterThatStartsFromZeroAfterAKill() {
    assertThat(Tests.kinds(run(given -> counting(null, 0), "kill"))).containsExactly("duplicate");
  }

  @Test
  void catchesAClockThatJumpsBack() {
    NodeFactory byTheClock =
        given ->
            (cluster, on) ->
                on.request(
                    Generate.class,
                    generate ->
                        new GenerateOk(
                            cluster.self() + given.scheduler().wallClock().toEpochMilli() / 100));
    assertThat(Tests.kinds(run(byTheClock, "clock"))).containsExactly("duplicate");
  }

  private static Challenge counting(@org.jspecify.annotations.Nullable String prefix, int from) {
    return (cluster, on) -> {
      int[] count = {from};
      Supplier<String> next = () -> (prefix == null ? cluster.self() + "-" : prefix) + count[0]++;
      on.request(Generate.class, generate -> new GenerateOk(next.get()));
    };
  }

  private static Run run(NodeFactory nodes, String... faults) {
    return Simulation.of(Tests.of("unique-ids", faults), nodes).run(1);
  }
}
