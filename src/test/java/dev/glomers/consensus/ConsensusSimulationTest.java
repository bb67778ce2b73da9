package dev.glomers.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.part.OfficialTest;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.Tests;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agreement on a sum while everything goes wrong; the invariants of Raft are checked all along. */
class ConsensusSimulationTest {
  private static final int SEEDS = 20;

  /** So little that snapshots are made all the time. */
  private static final String FEW_BYTES = "20";

  static NodeFactory nodes(String durability, String interval) {
    ConsensusConfig config =
        Configs.with(
            ConsensusConfig.class,
            Map.of("durability", durability, "interval", interval, "snapshot-bytes", FEW_BYTES));
    return given ->
        new Tally(new Consensus(given.bus(), given.scheduler(), given.storage(), config));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3 | memory | 200ms | 0   |
          3 | disk   | 200ms | 0   |
          3 | memory | 0ms   | 0   | partition
          3 | memory | 200ms | 0   | partition,loss,duplication,reordering,pause,clock,latency
          3 | disk   | 200ms | 0   | kill
          3 | disk   | 200ms | 20  | kill,partition,loss,slow-disk,failing-sync,full-disk
          5 | disk   | 200ms | 0   | kill,partition,one-way,loss,pause,clock
          5 | disk   | 0ms   | 20  | kill,partition,reordering,duplication,slow-disk
          5 | memory | 200ms | 100 | partition,pause
          """)
  void oneSum(int nodes, String durability, String interval, int latency, String faults) {
    String[] nemesis = faults == null ? new String[0] : faults.split(",");
    OfficialTest test = Tests.of("pn-counter", nodes, 20, latency, nemesis);
    Simulation simulation = Simulation.of(test, nodes(durability, interval));
    List<Run> invalid = Tests.invalid(simulation, SEEDS);
    assertThat(invalid).isEmpty();
  }
}
