package dev.glomers.simulation.workload.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologyTest {
  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          grid  | 5 | 0:13 1:024 2:1 3:04 4:13
          grid  | 4 | 0:12 1:03 2:03 3:12
          grid  | 1 | 0:
          line  | 3 | 0:1 1:02 2:1
          total | 3 | 0:12 1:02 2:01
          tree  | 6 | 0:12 1:034 2:05 3:1 4:1 5:2
          tree2 | 3 | 0:12 1:0 2:0
          tree3 | 5 | 0:123 1:04 2:0 3:0 4:1
          tree4 | 6 | 0:1234 1:05 2:0 3:0 4:0 5:1
          """)
  void areThoseOfMaelstrom(String shape, int nodes, String neighbours) {
    assertThat(neighbours(shape, nodes)).isEqualTo(neighbours);
  }

  @Test
  void areNamed() {
    assertThatThrownBy(() -> neighbours("ring", 3))
        .hasMessageContaining("no topology ring; there are grid, line");
  }

  private static String neighbours(String shape, int count) {
    List<String> nodes = IntStream.range(0, count).mapToObj(String::valueOf).toList();
    Map<String, List<String>> all = Topology.of(shape, nodes);
    return all.keySet().stream()
        .map(node -> node + ":" + String.join("", all.getOrDefault(node, List.of())))
        .collect(Collectors.joining(" "));
  }
}
