package dev.glomers.simulation.workload.uniqueids;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.uniqueids.UniqueIds;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.Tests;
import org.junit.jupiter.api.Test;

/** Ids that the checker must pass; {@link UniqueIdsBugs} has those that it must not. */
class UniqueIdsWorkloadTest {
  @Test
  void passesIdsOfTimeIncarnationAndNode() {
    assertThat(run(given -> new UniqueIds(given.scheduler()), "kill", "clock", "pause").anomalies())
        .isEmpty();
  }

  @Test
  void passesACounterBesideTheNodesNameWhileNobodyDies() {
    assertThat(run(UniqueIdsBugs.BY_NODE).anomalies()).isEmpty();
  }

  private static Run run(NodeFactory nodes, String... faults) {
    return Simulation.of(Tests.of("unique-ids", faults), nodes).run(1);
  }
}
