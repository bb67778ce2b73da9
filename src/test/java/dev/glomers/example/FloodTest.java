package dev.glomers.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.part.OfficialTest;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.workload.Anomaly;
import java.util.List;
import java.util.Optional;
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
        new OfficialTest(
            "broadcast",
            5,
            "1n",
            10,
            20,
            0,
            "constant",
            "grid",
            List.of(faults),
            10,
            Optional.empty(),
            List.of());
    return Simulation.of(test, collaborators -> new Flood(collaborators.bus())).run(1);
  }
}
