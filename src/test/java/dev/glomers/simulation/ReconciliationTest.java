package dev.glomers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.runtime.MessageBus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
  record Note(int value) {}

  @Test
  void aSeedGivesTheSameRunTwice() {
    Simulation simulation =
        Simulation.of(
            Tests.of("broadcast", Faults.names().toArray(String[]::new)), Star.nodes(0, 100));
    assertThat(Reconciliation.check(simulation, 1)).isEmpty();
  }

  @Test
  void anotherSeedGivesAnotherRun() {
    Simulation simulation = Simulation.of(Tests.of("broadcast"), Star.nodes(0, 100));
    assertThat(simulation.run(1).history().orElseThrow().size())
        .isNotEqualTo(simulation.run(2).history().orElseThrow().size());
  }

  @Test
  void catchesWhatOutlivesARun() {
    AtomicInteger shared = new AtomicInteger();
    NodeFactory forgetful =
        given ->
            (cluster, on) ->
                given
                    .scheduler()
                    .after(
                        Duration.ofSeconds(5),
                        () -> tell(given.bus(), cluster.peers(), shared.incrementAndGet()));
    Simulation simulation = Simulation.of(Tests.of("broadcast"), forgetful);
    assertThat(Reconciliation.check(simulation, 1))
        .hasValueSatisfying(difference -> assertThat(difference).contains("\"type\":\"note\""));
  }

  private static void tell(MessageBus bus, List<String> peers, int value) {
    peers.forEach(peer -> bus.send(peer, new Note(value)));
  }
}
