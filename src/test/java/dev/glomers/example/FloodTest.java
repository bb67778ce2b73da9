package dev.glomers.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.part.OfficialTest;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.workload.Anomaly;
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

  private static Run run(String... faults) {
    OfficialTest test =
        OfficialTest.of("broadcast").rate(10).timeLimit(20).nemesis(List.of(faults)).build();
    return Simulation.of(test, collaborators -> new Flood(collaborators.bus())).run(1);
  }
}
