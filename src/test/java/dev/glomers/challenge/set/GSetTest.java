package dev.glomers.challenge.set;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.GossipConfig;
import dev.glomers.protocol.Json;
import dev.glomers.simulation.TestCluster;
import dev.glomers.simulation.TestReply;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GSetTest {
  private static final Duration HEALED = Duration.ofSeconds(10);

  private record ReadOk(Json value) {}

  private static TestCluster<GSet> cluster(String acknowledge) {
    GossipConfig config =
        Configs.with(GossipConfig.class, Map.of("interval", "500ms", "acknowledge", acknowledge));
    return new TestCluster<>(
        3, with -> new GSet(new Gossip(with.bus(), with.scheduler(), with.storage(), config)));
  }

  private static TestReply add(TestCluster<GSet> cluster, int node, String element) {
    return cluster.request(node, "{'type':'add','element':%s}".formatted(element));
  }

  private static String read(TestCluster<GSet> cluster, int node) {
    return cluster.request(node, "{'type':'read'}").body(ReadOk.class).value().toString();
  }

  @Test
  void anyJsonIsAnElementAndIsReadOnceEverywhere() {
    TestCluster<GSet> cluster = cluster("received");
    add(cluster, 1, "{'a':[1,null]}");
    add(cluster, 1, "{'a':[1,null]}");
    add(cluster, 2, "{'a':[1,null]}");
    cluster.run(Duration.ofSeconds(1));
    for (int node = 0; node < 3; node++) {
      assertThat(read(cluster, node)).isEqualTo("[{\"a\":[1,null]}]");
    }
  }

  @Test
  void whatIsAddedWhileTheNetworkIsCutIsReadEverywhereOnceItIsNot() {
    TestCluster<GSet> cluster = cluster("received");
    cluster.cut(0, 1);
    cluster.cut(0, 2);
    assertThat(add(cluster, 0, "1").arrived()).isTrue();
    assertThat(add(cluster, 2, "2").arrived()).isTrue();
    cluster.run(HEALED);
    assertThat(read(cluster, 0)).isEqualTo("[1]");
    assertThat(read(cluster, 1)).isEqualTo("[2]");
    cluster.heal();
    cluster.run(HEALED);
    for (int node = 0; node < 3; node++) {
      assertThat(read(cluster, node)).isIn("[1,2]", "[2,1]");
    }
  }

  @Test
  void anElementIsReadHereOnceItIsAcknowledged() {
    TestCluster<GSet> cluster = cluster("replicated");
    TestReply added = add(cluster, 1, "1");
    TestReply again = add(cluster, 1, "1");
    assertThat(read(cluster, 1)).isEqualTo("[]");
    cluster.run(HEALED);
    assertThat(added.arrived()).isTrue();
    assertThat(again.arrived()).isTrue();
    assertThat(read(cluster, 1)).isEqualTo("[1]");
    cluster.node(1).restart();
    cluster.run(HEALED);
    assertThat(read(cluster, 1)).isEqualTo("[1]");
  }
}
