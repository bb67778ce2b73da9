package dev.glomers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterTest {
  private final Cluster cluster = new Cluster("n2", List.of("n1", "n2", "n3"));

  @Test
  void isOneNodeAndItsPeers() {
    assertThat(cluster.size()).isEqualTo(3);
    assertThat(cluster.index()).isEqualTo(1);
    assertThat(cluster.peers()).containsExactly("n1", "n3");
  }

  @Test
  void theNodeIsAmongTheNodes() {
    assertThatThrownBy(() -> new Cluster("n4", List.of("n1")))
        .hasMessage("node_ids: n4 is not among [n1]");
  }

  @Test
  void aPropertyHasALeastValue() {
    assertThatCode(() -> Range.atLeast(3, 3, "glomers.x")).doesNotThrowAnyException();
    assertThatThrownBy(() -> Range.atLeast(3, 2, "glomers.x"))
        .hasMessage("glomers.x: too small: 2");
  }
}
