package dev.glomers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.part.DurableParts;
import dev.glomers.part.OfficialTest;
import dev.glomers.part.Parts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Acknowledged operations survive although all nodes are killed, again and again; {@code
 * GLOMERS_DURABILITY=disk glomers simulate} runs more seeds.
 */
class DurabilityTest {
  private static final String[] KILL = {"kill"};
  private static final String[] NETWORK = {"kill", "partition", "loss"};
  private static final String[] ALL = {
    "kill", "partition", "loss", "slow-disk", "failing-sync", "full-disk", "damaged-record"
  };

  private static void assertValid(NodeFactory nodes, String name, int seeds, String... faults) {
    OfficialTest official = DurableParts.get(name).tests().get(0);
    OfficialTest test =
        Tests.of(official.workload(), official.nodeCount(), 20, official.latency(), faults);
    assertThat(Tests.invalid(Simulation.of(test, nodes), seeds)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"3b, 30", "3d, 8", "5a, 30", "5c, 30", "6c, 30", "g-set, 30", "pn-counter, 30"})
  void nothingAcknowledgedIsLost(String part, int seeds) {
    NodeFactory nodes = DurableNodes.of(part);
    assertValid(nodes, part, seeds, KILL);
    assertValid(nodes, part, seeds, NETWORK);
    assertValid(nodes, part, seeds, ALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3b", "5c", "6c", "pn-counter"})
  void norWhereEachLifeReplacesTheJournal(String part) {
    assertValid(DurableNodes.of(part, EagerStorage::new), part, 20, ALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3b", "3d", "5c", "6c", "g-set", "pn-counter"})
  void aDiskCostsNoMessages(String name) {
    OfficialTest official = DurableParts.get(name).tests().get(0);
    double rate = Math.min(100, official.rate());
    OfficialTest test =
        Tests.of(official.workload(), official.nodeCount(), rate, official.latency());
    long before = Simulation.of(Parts.find().matching(name).get(0), test).run(1).serverMessages();
    Run run = Simulation.of(test, DurableNodes.of(name)).run(1);
    assertThat(run.anomalies()).isEmpty();
    assertThat(run.serverMessages()).isLessThan(before + before * 3 / 100);
  }
}
