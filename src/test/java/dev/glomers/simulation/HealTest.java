package dev.glomers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.part.OfficialTest;
import dev.glomers.part.Part;
import dev.glomers.part.Parts;
import dev.glomers.simulation.workload.Operation;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealTest {
  private static final int SEEDS = 20;

  @Test
  void onlyAMajorityHasFinalOperations() {
    Run run = simulation("3c", "partition").run(1);
    Set<String> asked = new TreeSet<>();
    run.history().orElseThrow().operations().stream()
        .filter(Operation::isFinal)
        .forEach(operation -> asked.add(operation.node()));
    assertThat(asked).hasSize(3);
    assertThat(run.effects()).containsEntry("outside the core: cut off", 2L);
    assertThat(run.unchecked()).contains("nodes outside the core: the faults never ended for them");
  }

  @Test
  void theOthersAreLeftInWhateverStateTheFaultsCanBringAbout() {
    Set<String> states = new TreeSet<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      states.addAll(simulation("3c", "kill", "pause", "loss").run(seed).effects().keySet());
    }
    assertThat(states)
        .contains(
            "outside the core: cut off", "outside the core: killed", "outside the core: paused");
    assertThat(simulation("3c", "pause").run(1).effects())
        .containsEntry("outside the core: paused", 2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "3c", "3d", "4", "6c"})
  void aCoreGoesOnAndConverges(String part) {
    assertThat(Tests.invalid(simulation(part, "partition", "pause"), SEEDS)).isEmpty();
  }

  /** The log waits for all nodes before it shows anything. */
  @ParameterizedTest
  @CsvSource({"5b, unreached", "5c, unreached"})
  void whatAPartDoesNotDoWithoutTheOthersIsFound(String part, String kind) {
    assertThat(Tests.invalid(simulation(part, "partition", "pause"), SEEDS))
        .isNotEmpty()
        .allSatisfy(run -> assertThat(Tests.kinds(run)).isSubsetOf(kind, "unseen"));
  }

  @Test
  void aStarWhoseHubIsOutsideIsCaught() {
    Simulation star =
        Simulation.of(Tests.of("broadcast", "pause"), Star.nodes(0, 100)).healing(Heal.CORE);
    long caught = LongStream.rangeClosed(1, SEEDS).filter(seed -> !star.run(seed).valid()).count();
    assertThat(caught).isPositive();
  }

  @Test
  void aNodeOfTheCoreThatStopsAnsweringIsCaught() {
    NodeFactory waiting =
        given ->
            (cluster, on) ->
                on.request(
                    Generate.class,
                    generate ->
                        given
                            .bus()
                            .request(cluster.nodes().get(4), new Ask(), AskOk.class)
                            .exceptionallyCompose(failure -> new CompletableFuture<>())
                            .thenApply(ok -> new GenerateOk(cluster.self())));
    Run run = Simulation.of(Tests.of("unique-ids", "pause"), waiting).healing(Heal.CORE).run(1);
    assertThat(Tests.kinds(run)).contains("unanswered");
  }

  record Generate() {}

  record GenerateOk(String id) {}

  record Ask() {}

  record AskOk() {}

  private static Simulation simulation(String name, String... faults) {
    Part part = Parts.find().matching(name).get(0);
    OfficialTest test = part.tests().get(0);
    int nodes = Math.max(5, Math.min(9, test.nodeCount()));
    return Simulation.of(
            part, Tests.of(test.workload(), nodes, Math.min(20, test.rate()), 20, faults))
        .healing(Heal.CORE);
  }
}
