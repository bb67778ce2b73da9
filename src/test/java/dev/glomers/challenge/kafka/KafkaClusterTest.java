package dev.glomers.challenge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.GossipConfig;
import dev.glomers.simulation.TestCluster;
import dev.glomers.simulation.TestReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When the nodes of a star, of which the first is the hub, show what one of them was told. */
class KafkaClusterTest {
  private static final Duration INTERVAL = Duration.ofMillis(110);
  private static final Duration LATENCY = Duration.ofMillis(10);
  private static final Duration SETTLED = Duration.ofSeconds(5);

  private record Committed(Map<String, Long> offsets) {}

  private record PollOk(Map<String, List<Entry>> msgs) {}

  private static TestCluster<Kafka> cluster(String acknowledge) {
    KafkaConfig config = Configs.with(KafkaConfig.class, Map.of("offset-block", "10"));
    GossipConfig gossipConfig =
        Configs.with(
            GossipConfig.class,
            Map.of("interval", INTERVAL.toMillis() + "ms", "acknowledge", acknowledge));
    TestCluster<Kafka> cluster =
        new TestCluster<>(
            3,
            with ->
                new Kafka(
                    config,
                    new Gossip(with.bus(), with.scheduler(), with.storage(), gossipConfig),
                    with.scheduler(),
                    with.store("lin-kv")));
    cluster.delay(LATENCY);
    cluster.run(SETTLED);
    return cluster;
  }

  private static TestReply send(TestCluster<Kafka> cluster) {
    return cluster.request(0, "{'type':'send','key':'k','msg':1}");
  }

  private static int shown(TestCluster<Kafka> cluster) {
    return cluster
        .request(0, "{'type':'poll','offsets':{'k':0}}")
        .body(PollOk.class)
        .msgs()
        .getOrDefault("k", List.of())
        .size();
  }

  private static void commit(TestCluster<Kafka> cluster) {
    cluster.request(0, "{'type':'commit_offsets','offsets':{'k':7}}");
  }

  private static Map<String, Long> committed(TestCluster<Kafka> cluster, int node) {
    return cluster
        .request(node, "{'type':'list_committed_offsets','keys':['k']}")
        .body("list_committed_offsets_ok", Committed.class)
        .offsets();
  }

  @Test
  void anEntryIsShownOnceAllHaveItAndNotTogetherWithOneThatTheyHaveLater() {
    TestCluster<Kafka> cluster = cluster("received");
    send(cluster);
    cluster.run(LATENCY.dividedBy(2));
    send(cluster);
    assertThat(shown(cluster)).isZero();
    while (shown(cluster) == 0) {
      cluster.run(Duration.ofMillis(1));
    }
    assertThat(shown(cluster)).isEqualTo(1);
    cluster.run(SETTLED);
    assertThat(shown(cluster)).isEqualTo(2);
  }

  @Test
  void noSendWaitsThoughOffsetsAreReservedInSmallBlocks() {
    TestCluster<Kafka> cluster = cluster("received");
    for (int number = 0; number < 20; number++) {
      assertThat(send(cluster).isOk()).isTrue();
      cluster.run(SETTLED);
    }
  }

  @Test
  void aCommitIsListedHereOnceItIsAcknowledgedAndByAnotherAsSoonAsItComes() {
    TestCluster<Kafka> cluster = cluster("received");
    commit(cluster);
    assertThat(committed(cluster, 0)).isEqualTo(Map.of("k", 7L));
    cluster.run(LATENCY);
    assertThat(committed(cluster, 1)).isEqualTo(Map.of("k", 7L));
  }

  @Test
  void ifAllAreToHaveWhatIsAcknowledgedACommitIsListedOnlyOnceAllHaveIt() {
    TestCluster<Kafka> cluster = cluster("all");
    commit(cluster);
    assertThat(committed(cluster, 0)).isEmpty();
    cluster.run(LATENCY);
    assertThat(committed(cluster, 1)).isEmpty();
    cluster.run(SETTLED);
    assertThat(committed(cluster, 1)).isEqualTo(Map.of("k", 7L));
  }
}
