package dev.glomers.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.Storage;
import dev.glomers.simulation.workload.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
  /** Chatty nodes, so that each fault finds something to harm. */
  private static final NodeFactory NODES =
      given ->
          (cluster, on) -> {
            Star.nodes(0, 50).create(given).start(cluster, on);
            Storage disk = given.storage().get();
            disk.open(cluster.self(), record -> {});
            given
                .scheduler()
                .every(
                    Duration.ofMillis(100),
                    () -> {
                      given
                          .store("seq-kv")
                          .write(cluster.self(), given.scheduler().now().toNanos());
                      disk.append(List.of(Json.NULL));
                    });
          };

  @ParameterizedTest
  @CsvSource({
    "partition, partition: dropped",
    "one-way, one-way: dropped",
    "kill, kill: killed",
    "pause, pause: paused",
    "loss, loss: dropped",
    "duplication, duplication: duplicated",
    "reordering, reordering: delayed",
    "latency, latency: delayed",
    "clock, clock: jumped",
    "slow-services, slow-services: delayed",
    "service-loss, service-loss: dropped",
    "slow-disk, slow-disk: delayed",
    "failing-sync, failing-sync: ended a process",
    "full-disk, full-disk: refused",
  })
  void everyFaultDoesSomethingAndSaysSo(String fault, String effect) {
    Run run = run(fault);
    assertThat(run.effects().get(fault + ": started")).isPositive();
    assertThat(run.effects().get(effect)).isPositive();
  }

  @Test
  void aDamagedRecordIsCutOffOrEndsTheNodeForGood() {
    Set<String> effects = new TreeSet<>();
    List<String> log = new ArrayList<>();
    Simulation simulation =
        Simulation.of(Tests.of("broadcast", "kill", "slow-disk", "damaged-record"), NODES);
    for (long seed = 0; seed < 20; seed++) {
      Run run = simulation.run(seed);
      effects.addAll(run.effects().keySet());
      log.addAll(run.log());
      boolean converges = !run.effects().containsKey("damaged-record: lost a node");
      assertThat(run.history().orElseThrow().operations().stream().anyMatch(Operation::isFinal))
          .isEqualTo(converges);
    }
    assertThat(effects).contains("damaged-record: cut off", "damaged-record: lost a node");
    assertThat(log).anyMatch(line -> line.contains("the journal is damaged"));
  }

  @Test
  void aTimerThatIsCancelledInTimeDoesNotRunAfterAPause() {
    List<String> ran = new ArrayList<>();
    NodeFactory nodes =
        given ->
            (cluster, on) -> {
              NODES.create(given).start(cluster, on);
              Scheduler scheduler = given.scheduler();
              // Both are due in the same pause, if one is.
              scheduler.every(
                  Duration.ofMillis(10),
                  () -> {
                    Scheduler.Timer second =
                        scheduler.after(Duration.ofMillis(6), () -> ran.add("second"));
                    scheduler.after(
                        Duration.ofMillis(5),
                        () -> {
                          second.cancel();
                          ran.add("first");
                        });
                  });
            };
    Run run = Simulation.of(Tests.of("broadcast", "pause"), nodes).run(1);
    assertThat(run.effects().get("pause: paused")).isPositive();
    assertThat(ran).contains("first").doesNotContain("second");
  }

  @Test
  void everyFaultIsTestedHere() {
    assertThat(Faults.names()).hasSize(15);
  }

  @ParameterizedTest
  @ValueSource(strings = {"partition", "one-way", "loss"})
  void whatWasLostStaysLostWithNodesThatDoNotRepeat(String fault) {
    assertThat(Tests.kinds(run(fault))).contains("lost");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"pause", "duplication", "reordering", "latency", "clock", "slow-services"})
  void nothingIsLostWhereNothingIsDropped(String fault) {
    assertThat(Tests.kinds(run(fault))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ONE, 1, 1", "MINORITY, 1, 2", "ALL, 3, 5"})
  void onlyVictimsAreKilledAndTheyAreTheSameInAllOfARun(Victims victims, int least, int most) {
    Simulation simulation = Simulation.of(Tests.of("broadcast", "kill"), NODES).killing(victims);
    Set<String> ofAllRuns = new TreeSet<>();
    for (long seed = 0; seed < 20; seed++) {
      Set<String> killed = new TreeSet<>();
      Trace trace =
          new Trace() {
            @Override
            public void changed(long timeNanos, String node, String how) {
              if (how.equals("killed")) {
                killed.add(node);
              }
            }
          };
      assertThat(simulation.run(seed, trace).effects()).containsKey("kill: killed");
      assertThat(killed).hasSizeBetween(least, most);
      ofAllRuns.addAll(killed);
    }
    assertThat(ofAllRuns).hasSize(5);
  }

  @Test
  void aTestWithoutFaultsHasNoEffects() {
    assertThat(run().effects()).isEmpty();
  }

  @Test
  void faultsCombine() {
    Run run = run(Faults.names().toArray(String[]::new));
    assertThat(run.effects().keySet())
        .containsAll(Faults.names().stream().map(name -> name + ": started").toList());
  }

  @ParameterizedTest
  @CsvSource({
    "kill, killed",
    "kill, started",
    "pause, paused",
    "pause, resumed",
    "loss, dropped",
    "clock, fault-started",
    "clock, fault-ended",
  })
  void aTraceTellsWhatAFaultDoes(String fault, String event) {
    List<String> lines = new ArrayList<>();
    Simulation.of(Tests.of("broadcast", fault), NODES).run(1, new JsonLinesTrace(lines::add));
    assertThat(lines).anyMatch(line -> line.contains("\"event\":\"" + event + "\""));
  }

  @Test
  void anUnknownFaultIsRefused() {
    assertThatThrownBy(() -> run("weather"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("glomers.part.nemesis")
        .hasMessageContaining("weather");
  }

  @Test
  void anUnknownWorkloadIsRefused() {
    assertThatThrownBy(() -> Simulation.of(Tests.of("chess"), NODES))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("chess");
  }

  @Test
  void whereFaultsNeverEndNothingMustConverge() {
    Simulation simulation = Simulation.of(Tests.of("broadcast", "partition"), NODES);
    assertThat(simulation.run(1).valid()).isFalse();
    assertThat(simulation.healing(Heal.NONE).run(1).anomalies()).isEqualTo(List.of());
  }

  private static Run run(String... faults) {
    return Simulation.of(Tests.of("broadcast", faults), NODES).run(1);
  }
}
