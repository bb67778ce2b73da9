package dev.glomers.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.part.OfficialTest;
import dev.glomers.protocol.Json;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.TestCluster;
import dev.glomers.simulation.workload.Anomaly;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloodTest {
  @Test
  void isValidWhileTheNetworkIsWhole() {
    assertThat(run().anomalies()).isEmpty();
  }

  @Test
  void losesWhatAPartitionKeepsBack() {
    assertThat(run("partition").anomalies()).extracting(Anomaly::kind).contains("lost");
  }

  @Test
  void aValueIsReadWhereItHasArrivedAndUntilAKill() {
    TestCluster<Flood> cluster = new TestCluster<>(3, with -> new Flood(with.bus()));
    cluster.hold(0, 2);
    cluster.request(0, new Flood.Broadcast(Json.of(7)));
    cluster.run(Duration.ofSeconds(1));
    assertThat(read(cluster, 1)).containsExactly(Json.of(7));
    assertThat(read(cluster, 2)).isEmpty();
    cluster.release();
    cluster.run(Duration.ofSeconds(1));
    assertThat(read(cluster, 2)).containsExactly(Json.of(7));
    cluster.node(2).restart();
    assertThat(read(cluster, 2)).isEmpty();
  }

  private static List<Json> read(TestCluster<Flood> cluster, int node) {
    return cluster.request(node, new Flood.Read()).body(Flood.ReadOk.class).messages();
  }

  private static Run run(String... faults) {
    OfficialTest test =
        OfficialTest.of("broadcast").rate(10).timeLimit(20).nemesis(List.of(faults)).build();
    return Simulation.of(test, collaborators -> new Flood(collaborators.bus())).run(1);
  }
}
