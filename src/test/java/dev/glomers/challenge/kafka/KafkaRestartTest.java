package dev.glomers.challenge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.GossipConfig;
import dev.glomers.simulation.TestCluster;
import dev.glomers.simulation.TestReply;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restarted node tells no less than it told before it was killed. */
class KafkaRestartTest {
  private static final Duration SETTLED = Duration.ofSeconds(5);

  private record Committed(Map<String, Long> offsets) {}

  private static TestCluster<Kafka> cluster(String acknowledge) {
    KafkaConfig config = Configs.with(KafkaConfig.class, Map.of());
    GossipConfig gossipConfig =
        Configs.with(GossipConfig.class, Map.of("interval", "110ms", "acknowledge", acknowledge));
    TestCluster<Kafka> cluster =
        new TestCluster<>(
            3,
            with ->
                new Kafka(
                    config,
                    new Gossip(with.bus(), with.scheduler(), with.storage(), gossipConfig),
                    with.scheduler(),
                    with.store("lin-kv")));
    cluster.delay(Duration.ofMillis(10));
    cluster.run(SETTLED);
    return cluster;
  }

  private static TestReply list(TestCluster<Kafka> cluster, int node) {
    return cluster.request(node, "{'type':'list_committed_offsets','keys':['k']}");
  }

  private static Map<String, Long> offsets(TestReply reply) {
    return reply.body("list_committed_offsets_ok", Committed.class).offsets();
  }

  private static void commit(TestCluster<Kafka> cluster, int node) {
    cluster.request(node, "{'type':'commit_offsets','offsets':{'k':7}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"received", "all"})
  void itListsCommittedOffsetsOnlyOnceItHasCaughtUp(String acknowledge) {
    TestCluster<Kafka> cluster = cluster(acknowledge);
    commit(cluster, 0);
    cluster.run(SETTLED);
    cluster.node(0).restart();
    TestReply reply = list(cluster, 0);
    assertThat(reply.arrived()).isFalse();
    cluster.run(SETTLED);
    assertThat(offsets(reply)).isEqualTo(Map.of("k", 7L));
  }

  @Test
  void whatItAloneKnewToBeEverywhereItKnowsAgain() {
    TestCluster<Kafka> cluster = cluster("all");
    commit(cluster, 1);
    while (offsets(list(cluster, 0)).isEmpty()) {
      cluster.run(Duration.ofMillis(1));
    }
    cluster.node(0).restart();
    TestReply reply = list(cluster, 0);
    cluster.run(SETTLED);
    assertThat(offsets(reply)).isEqualTo(Map.of("k", 7L));
  }
}
