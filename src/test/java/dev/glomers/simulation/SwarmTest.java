package dev.glomers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.part.OfficialTest;
import dev.glomers.simulation.workload.Runs;
import dev.glomers.simulation.workload.broadcast.FloodingNode;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SwarmTest {
  private static final List<String> FAULTS = List.of("partition", "duplication", "pause");

  private final Simulation simulation = Runs.simulation("broadcast", 3, 30, FloodingNode::new);
  private final Swarm swarm = new Swarm(simulation, FAULTS);

  @Test
  void aSeedAlwaysDrawsTheSame() {
    assertThat(swarm.of(7).options()).isEqualTo(swarm.of(7).options());
  }

  @Test
  void settingsDiffer() {
    List<OfficialTest> tests =
        LongStream.range(0, 100).mapToObj(seed -> swarm.of(seed).test()).toList();
    assertThat(tests).extracting(OfficialTest::nodeCount).contains(2, 9);
    assertThat(tests).extracting(OfficialTest::latency).contains(0).anyMatch(each -> each > 100);
    assertThat(tests).extracting(OfficialTest::rate).anyMatch(rate -> rate > 100);
    for (String fault : FAULTS) {
      assertThat(tests).anyMatch(test -> test.nemesis().contains(fault));
      assertThat(tests).anyMatch(test -> !test.nemesis().contains(fault));
    }
  }

  @Test
  void aTestOfOneNodeStaysOne() {
    Swarm alone = new Swarm(Runs.simulation("broadcast", 1, 30, FloodingNode::new), FAULTS);
    assertThat(LongStream.range(0, 20).mapToObj(seed -> alone.of(seed).test()))
        .allMatch(test -> test.nodeCount() == 1);
  }
}
