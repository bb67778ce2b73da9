package dev.glomers.challenge.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.GossipConfig;
import dev.glomers.simulation.TestCluster;
import dev.glomers.simulation.TestReply;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A counter without a store: three nodes. */
class PnCounterTest {
  private static final Duration HEALED = Duration.ofSeconds(10);

  /** Long enough to do without a node that was never heard. */
  private static final Duration UNKNOWN_PATIENCE = Duration.ofSeconds(15);

  private record ReadOk(BigInteger value) {}

  private static TestCluster<Counter> cluster(String acknowledge) {
    GossipConfig gossip =
        Configs.with(GossipConfig.class, Map.of("interval", "500ms", "acknowledge", acknowledge));
    return new TestCluster<>(
        3, with -> new Counter(new Gossip(with.bus(), with.scheduler(), with.storage(), gossip)));
  }

  private static TestReply add(TestCluster<Counter> cluster, int node, long delta) {
    return cluster.request(node, "{'type':'add','delta':%d}".formatted(delta));
  }

  private static TestReply read(TestCluster<Counter> cluster, int node) {
    return cluster.request(node, "{'type':'read'}");
  }

  private static void assertAllRead(TestCluster<Counter> cluster, long sum) {
    for (int node = 0; node < 3; node++) {
      assertThat(read(cluster, node).body(ReadOk.class).value()).isEqualTo(sum);
    }
  }

  @Test
  void allReadTheSumOfWhatWasAddedAnywhere() {
    TestCluster<Counter> cluster = cluster("received");
    add(cluster, 0, 5);
    add(cluster, 1, -7);
    add(cluster, 2, 4);
    add(cluster, 2, 4);
    cluster.run(Duration.ofSeconds(1));
    assertAllRead(cluster, 6);
  }

  @Test
  void anAddIsInTheSumOnceHoweverOftenItIsTold() {
    TestCluster<Counter> cluster = cluster("received");
    cluster.disturb(Duration.ofSeconds(1), 0.2, 0.5);
    for (int i = 1; i <= 100; i++) {
      add(cluster, i % 3, i % 2 == 0 ? i : -2L * i);
      cluster.run(Duration.ofMillis(100));
    }
    cluster.calm();
    cluster.run(HEALED);
    assertAllRead(cluster, -2450);
  }

  @Test
  void aRestartedNodeCountsFromZeroBesideWhatItHadCounted() {
    TestCluster<Counter> cluster = cluster("received");
    add(cluster, 1, 5);
    cluster.run(HEALED);
    cluster.node(1).restart();
    add(cluster, 1, 3);
    cluster.run(HEALED);
    assertAllRead(cluster, 8);
  }

  @Test
  void whatIsReplacedIsToldNoMore() {
    TestCluster<Counter> cluster = cluster("received");
    for (int i = 0; i < 100; i++) {
      add(cluster, 1, 1000);
    }
    cluster.run(HEALED);
    int before = cluster.sent().size();
    cluster.node(2).restart();
    add(cluster, 0, 1);
    cluster.run(HEALED);
    assertAllRead(cluster, 100_001);
    assertThat(cluster.sent().subList(before, cluster.sent().size()))
        .noneMatch(message -> message.toString().contains("99000"))
        .anyMatch(message -> message.toString().contains("100000"));
  }

  @Test
  void anAddIsReadHereOnceItIsAcknowledged() {
    TestCluster<Counter> cluster = cluster("replicated");
    cluster.run(HEALED);
    cluster.cut(2, 0);
    cluster.cut(2, 1);
    TestReply added = add(cluster, 2, 5);
    cluster.run(HEALED);
    assertThat(added.arrived()).isFalse();
    assertThat(read(cluster, 2).body(ReadOk.class).value()).isZero();
    cluster.heal();
    cluster.run(HEALED);
    assertThat(added.arrived()).isTrue();
    assertAllRead(cluster, 5);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "1, 2", "2, 0"})
  void aRestartedNodeDoesNotWaitForOneThatIsGone(int restarted, int gone) {
    TestCluster<Counter> cluster = cluster("replicated");
    cluster.run(HEALED);
    add(cluster, restarted, 5);
    cluster.run(HEALED);
    cluster.node(gone).pause();
    cluster.node(restarted).restart();
    TestReply reply = read(cluster, restarted);
    cluster.run(UNKNOWN_PATIENCE);
    assertThat(reply.body(ReadOk.class).value()).isEqualTo(5);
  }

  @Test
  void whereAKillLosesNothingARestartedNodeServesOnceItKnowsTheRest() {
    TestCluster<Counter> cluster = cluster("replicated");
    cluster.run(HEALED);
    add(cluster, 2, 5);
    cluster.run(HEALED);
    cluster.cut(2, 0);
    cluster.cut(2, 1);
    cluster.node(2).restart();
    TestReply reply = read(cluster, 2);
    cluster.run(Duration.ofSeconds(1));
    assertThat(reply.arrived()).isFalse();
    cluster.heal();
    cluster.run(HEALED);
    assertThat(reply.body(ReadOk.class).value()).isEqualTo(5);
  }
}
