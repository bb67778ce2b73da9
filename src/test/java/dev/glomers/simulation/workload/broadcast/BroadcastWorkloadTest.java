package dev.glomers.simulation.workload.broadcast;

import static dev.glomers.simulation.workload.When.ALWAYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.Star;
import dev.glomers.simulation.Tests;
import dev.glomers.simulation.workload.Runs;
import dev.glomers.simulation.workload.Sabotage;
import dev.glomers.simulation.workload.broadcast.FloodingNode.ReadOk;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Broadcasts that the checker must pass; {@link BroadcastBugs} has those that it must not. */
class BroadcastWorkloadTest {
  @Test
  void passesNodesThatRepeatEverythingForEver() {
    for (String fault : List.of("partition", "one-way", "loss", "reordering", "duplication")) {
      assertThat(run(FloodingNode::new, fault).anomalies()).as(fault).isEmpty();
    }
  }

  @Test
  void passesAStarWhereNothingIsLost() {
    assertThat(run(Star.nodes(0, 100)).anomalies()).isEmpty();
  }

  @Test
  void catchesNodesThatAreNotAvailableOnlyIfTheyMustBe() {
    NodeFactory refusing =
        Sabotage.altering(
            FloodingNode::new,
            ReadOk.class,
            ALWAYS,
            ok -> {
              if (ok.messages().size() <= 3) {
                throw new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "not now");
              }
              return ok;
            });
    Run run = Simulation.of(Tests.totallyAvailable(Tests.of("broadcast")), refusing).run(1);
    assertThat(Runs.kinds(run)).containsExactly("availability");
    assertThat(run.availability()).isLessThan(1);
    assertThat(run(refusing).anomalies()).isEmpty();
  }

  @Test
  void seesThatNobodyIsAvailableWhoNeverAnswers() {
    assertThat(run(given -> (cluster, on) -> {}).availability()).isZero();
  }

  @Test
  void saysWhatWasLost() {
    String words = run(Star.nodes(0, 100), "partition").anomalies().get(0).words();
    assertThat(words).contains("was known since", "process", "not in");
  }

  private static Run run(NodeFactory nodes, String... faults) {
    return Simulation.of(Tests.of("broadcast", faults), nodes).run(1);
  }
}
