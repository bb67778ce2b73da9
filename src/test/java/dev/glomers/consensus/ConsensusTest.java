package dev.glomers.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.simulation.TestCluster;
import dev.glomers.simulation.TestReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that agree on a sum, on a network and on disks that the test breaks. */
class ConsensusTest {
  private static final Duration INTERVAL = Duration.ofMillis(200);

  /** Enough for an election after all faults, and two intervals. */
  private static final Duration HEALED = Duration.ofSeconds(5);

  private Disks disks = new Disks();

  private record ReadOk(long value) {}

  private TestCluster<Tally> cluster(int nodes, long seed) {
    return cluster(nodes, seed, 20);
  }

  private TestCluster<Tally> cluster(int nodes, long seed, int snapshotBytes) {
    ConsensusConfig config =
        Configs.with(
            ConsensusConfig.class,
            Map.of(
                "durability",
                "disk",
                "interval",
                INTERVAL.toMillis() + "ms",
                "snapshot-bytes",
                String.valueOf(snapshotBytes)));
    Disks own = new Disks();
    disks = own;
    TestCluster<Tally> cluster =
        new TestCluster<>(
            nodes,
            seed,
            given ->
                new Tally(
                    new Consensus(
                        given.bus(), given.scheduler(), () -> own.of(given.scheduler()), config)));
    cluster.run(HEALED);
    return cluster;
  }

  private static TestReply add(TestCluster<Tally> cluster, int node, long delta) {
    return cluster.request(node, "{'type':'add','delta':%d}".formatted(delta));
  }

  private static TestReply read(TestCluster<Tally> cluster, int node) {
    return cluster.request(node, "{'type':'read'}");
  }

  private static long value(TestReply reply) {
    return reply.body(ReadOk.class).value();
  }

  private static void assertAllRead(TestCluster<Tally> cluster, int nodes, long sum) {
    List<TestReply> reads =
        IntStream.range(0, nodes).mapToObj(node -> read(cluster, node)).toList();
    cluster.run(HEALED);
    assertThat(reads).allSatisfy(read -> assertThat(value(read)).isEqualTo(sum));
  }

  /** Who sends entries. */
  private static int leader(TestCluster<Tally> cluster) {
    int before = cluster.sent().size();
    cluster.run(Duration.ofMillis(600));
    return cluster.sent().stream()
        .skip(before)
        .filter(message -> "append_entries".equals(message.type()))
        .map(message -> Integer.parseInt(Objects.requireNonNull(message.src()).substring(1)))
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  @Test
  void anOperationTakesTwoIntervalsAtMost() {
    TestCluster<Tally> cluster = cluster(3, 1);
    for (int i = 0; i < 50; i++) {
      TestReply reply = add(cluster, i % 3, 1);
      cluster.run(INTERVAL.multipliedBy(2));
      assertThat(reply.arrived()).isTrue();
      cluster.run(Duration.ofMillis(cluster.random().nextInt(300)));
    }
    assertAllRead(cluster, 3, 50);
  }

  @Test
  void anIntervalCostsTwoMessagesForEachOfTheOthers() {
    TestCluster<Tally> cluster = cluster(5, 1);
    int before = cluster.sent().size();
    for (int i = 0; i < 1000; i++) {
      add(cluster, i % 5, 1);
      cluster.run(Duration.ofMillis(10));
    }
    assertThat(cluster.sent().size() - before).isLessThanOrEqualTo(51 * 8);
  }

  @Test
  void whoeverWaitsForItsTurnGetsEntriesAndNoSnapshot() {
    TestCluster<Tally> cluster = cluster(5, 3, 100);
    List<TestReply> adds = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      adds.add(add(cluster, i % 5, 1));
      cluster.run(Duration.ofMillis(10));
    }
    cluster.run(HEALED);
    assertThat(adds).allMatch(TestReply::isOk);
  }

  @Test
  void whatIsToldAgainAndAgainRunsOnce() {
    TestCluster<Tally> cluster = cluster(3, 2);
    cluster.disturb(Duration.ofMillis(500), 0.2, 0.5);
    List<TestReply> adds = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      adds.add(add(cluster, i % 3, 1));
      cluster.run(Duration.ofMillis(20));
    }
    cluster.calm();
    cluster.run(HEALED);
    assertThat(adds).allMatch(TestReply::arrived);
    // While there was no leader some were refused; of some that ran their node has a snapshot
    // alone.
    long refused = adds.stream().filter(add -> !add.isOk() && add.error() == 11).count();
    assertThat(refused).isLessThan(100);
    assertAllRead(cluster, 3, 300 - refused);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void operationsSucceedTwoSecondsAfterALeaderIsLost(int nodes) {
    int late = 0;
    int lost = 100;
    TestCluster<Tally> cluster = cluster(nodes, 3);
    for (int i = 0; i < lost; i++) {
      int leader = leader(cluster);
      cluster.run(Duration.ofMillis(cluster.random().nextInt(500)));
      cluster.node(leader).pause();
      cluster.run(Duration.ofMillis(1200));
      TestReply reply = read(cluster, (leader + 1) % nodes);
      cluster.run(Duration.ofMillis(800));
      late += reply.arrived() ? 0 : 1;
      cluster.node(leader).resume();
      cluster.run(HEALED);
    }
    // Now and then votes are split.
    assertThat(late).isLessThanOrEqualTo(lost / 50);
  }

  @Test
  void whatALostLeaderAcknowledgedIsThere() {
    for (int seed = 0; seed < 30; seed++) {
      TestCluster<Tally> cluster = cluster(3, seed);
      List<TestReply> adds = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        adds.add(add(cluster, cluster.random().nextInt(3), 1));
        cluster.run(Duration.ofMillis(cluster.random().nextInt(60)));
      }
      long acknowledged = adds.stream().filter(TestReply::arrived).count();
      cluster.node(leader(cluster)).restart();
      cluster.run(HEALED);
      TestReply read = read(cluster, 0);
      cluster.run(HEALED);
      assertThat(value(read)).isBetween(acknowledged, 30L);
    }
  }

  @Test
  void aMinorityRefusesForCertainAndTheMajorityGoesOn() {
    TestCluster<Tally> cluster = cluster(5, 4);
    int leader = leader(cluster);
    int second = (leader + 1) % 5;
    for (int node = 0; node < 5; node++) {
      if (node != leader && node != second) {
        cluster.cut(leader, node);
        cluster.cut(second, node);
      }
    }
    TestReply unknown = add(cluster, leader, 1);
    cluster.run(HEALED);
    assertThat(unknown.arrived()).as("it is in a log").isFalse();
    List<TestReply> refused = List.of(add(cluster, leader, 10), add(cluster, second, 10));
    assertThat(refused).allSatisfy(reply -> assertThat(reply.error()).isEqualTo(11));
    TestReply done = add(cluster, (leader + 2) % 5, 100);
    cluster.run(INTERVAL.multipliedBy(3));
    assertThat(done.arrived()).isTrue();
    cluster.heal();
    cluster.run(HEALED);
    assertAllRead(cluster, 5, 101);
    assertThat(unknown.arrived()).isTrue();
  }

  @Test
  void whoWasAwayLongGetsASnapshot() {
    TestCluster<Tally> cluster = cluster(3, 5);
    int away = (leader(cluster) + 1) % 3;
    cluster.cut(away, (away + 1) % 3);
    cluster.cut(away, (away + 2) % 3);
    for (int i = 0; i < 200; i++) {
      add(cluster, (away + 1) % 3, 1);
      cluster.run(Duration.ofMillis(20));
    }
    cluster.heal();
    cluster.run(HEALED);
    assertThat(cluster.sent()).anyMatch(message -> message.toString().contains("\"snapshot\":[["));
    assertAllRead(cluster, 3, 200);
    assertThat(cluster.node(away).challenge().ran())
        .as("a sum in place of many")
        .hasSizeLessThan(100);
  }

  @Test
  void whoComesBackUnseatsNobody() {
    TestCluster<Tally> cluster = cluster(3, 6);
    int leader = leader(cluster);
    int away = (leader + 1) % 3;
    for (int i = 0; i < 10; i++) {
      cluster.cut(away, (away + 1) % 3);
      cluster.cut(away, (away + 2) % 3);
      cluster.run(HEALED);
      cluster.heal();
      cluster.run(HEALED);
      assertThat(leader(cluster)).isEqualTo(leader);
    }
  }

  @Test
  void nothingIsLostThoughAllAreKilledAtOnce() {
    TestCluster<Tally> cluster = cluster(3, 7);
    for (int life = 1; life <= 10; life++) {
      for (int i = 0; i < 20; i++) {
        add(cluster, i % 3, 1);
        cluster.run(Duration.ofMillis(20));
      }
      cluster.run(HEALED);
      IntStream.range(0, 3).forEach(node -> cluster.node(node).restart());
      cluster.run(HEALED);
      assertAllRead(cluster, 3, life * 20L);
    }
  }

  @Test
  void aJournalDoesNotGrowWithTheNumberOfOperations() {
    TestCluster<Tally> cluster = cluster(3, 8);
    int most = 0;
    for (int i = 0; i < 1000; i++) {
      add(cluster, i % 3, 1);
      cluster.run(Duration.ofMillis(20));
      most = Math.max(most, disks.records("n0"));
    }
    assertThat(most).isLessThan(100);
  }
}
