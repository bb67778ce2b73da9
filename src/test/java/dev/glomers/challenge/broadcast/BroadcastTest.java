package dev.glomers.challenge.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.GossipConfig;
import dev.glomers.part.OfficialTest;
import dev.glomers.protocol.Json;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.TestCluster;
import dev.glomers.simulation.TestReply;
import dev.glomers.simulation.Tests;
import dev.glomers.simulation.Victims;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BroadcastTest {
  private static final int SEEDS = 40;
  private static final Duration LATENCY = Duration.ofMillis(100);

  /**
   * Long enough to notice that a node does not answer, and to do without it, though nothing is
   * known of how long answers take.
   */
  private static final Duration FAILOVER = Duration.ofSeconds(20);

  /**
   * By then all have what any has, from the end of all faults; but where messages were late by
   * seconds, time-outs that have learnt so last twice as long.
   */
  private static final Duration HEALED = Duration.ofSeconds(2);

  private enum Shape {
    STAR("440ms"),
    MESH("0ms");

    final String interval;

    Shape(String interval) {
      this.interval = interval;
    }

    TestCluster<Broadcast> cluster(int nodes) {
      return cluster(nodes, "received");
    }

    TestCluster<Broadcast> cluster(int nodes, String acknowledge) {
      GossipConfig config = config(acknowledge);
      TestCluster<Broadcast> cluster =
          new TestCluster<>(
              nodes,
              with ->
                  new Broadcast(new Gossip(with.bus(), with.scheduler(), with.storage(), config)));
      cluster.delay(LATENCY);
      return cluster;
    }

    /** What 3d has. */
    GossipConfig config(String acknowledge) {
      return Configs.with(
          GossipConfig.class,
          Map.of("interval", interval, "topology", name(), "acknowledge", acknowledge));
    }
  }

  private record TopologyOk() {}

  private record BroadcastOk() {}

  private record ReadOk(Json messages) {}

  private static TestReply send(TestCluster<Broadcast> cluster, int node, String value) {
    return cluster.request(node, "{'type':'broadcast','message':%s}".formatted(value));
  }

  private static String read(TestCluster<Broadcast> cluster, int node) {
    return cluster.request(node, "{'type':'read'}").body(ReadOk.class).messages().toString();
  }

  private static void assertAllRead(
      TestCluster<Broadcast> cluster, IntStream nodes, String... values) {
    nodes.forEach(
        node ->
            assertThat(read(cluster, node).replaceAll("[\\[\\]]", "").split(","))
                .as("n" + node)
                .containsExactlyInAnyOrder(values));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 25, 100})
  void allReadWhatOneIsSentWithinAnIntervalAndTwoLatencies(int nodes) {
    TestCluster<Broadcast> cluster = Shape.STAR.cluster(nodes);
    send(cluster, nodes - 1, "1");
    cluster.run(Duration.ofMillis(440).plus(LATENCY.multipliedBy(2)));
    assertAllRead(cluster, IntStream.range(0, nodes), "1");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 25, 100})
  void allReadWhatOneIsSentAfterOneHop(int nodes) {
    TestCluster<Broadcast> cluster = Shape.MESH.cluster(nodes);
    send(cluster, nodes - 1, "1");
    cluster.run(LATENCY);
    assertAllRead(cluster, IntStream.range(0, nodes), "1");
  }

  @Test
  void anyJsonIsAMessageAndIsReadOnce() {
    TestCluster<Broadcast> cluster = Shape.STAR.cluster(2);
    send(cluster, 0, "{'a':[1.50,null]}");
    send(cluster, 1, "{'a':[1.50,null]}");
    cluster.run(HEALED);
    assertThat(read(cluster, 0)).isEqualTo("[{\"a\":[1.50,null]}]");
    assertThat(read(cluster, 1)).isEqualTo("[{\"a\":[1.50,null]}]");
  }

  @ParameterizedTest
  @EnumSource
  void anIdleClusterIsSilent(Shape shape) {
    TestCluster<Broadcast> cluster = shape.cluster(25);
    send(cluster, 3, "1");
    cluster.run(Duration.ofSeconds(10));
    int sent = cluster.sent().size();
    cluster.run(Duration.ofMinutes(1));
    assertThat(cluster.sent()).hasSize(sent);
  }

  @ParameterizedTest
  @EnumSource
  void withoutTheHubTheOthersGoOn(Shape shape) {
    TestCluster<Broadcast> cluster = shape.cluster(5);
    send(cluster, 1, "1");
    cluster.run(HEALED);
    cluster.node(0).pause();
    send(cluster, 4, "2");
    cluster.run(FAILOVER);
    assertAllRead(cluster, IntStream.range(1, 5), "1", "2");
    cluster.node(0).resume();
    cluster.run(HEALED);
    assertAllRead(cluster, IntStream.range(0, 5), "1", "2");
  }

  @ParameterizedTest
  @EnumSource
  void eachSideOfACutConvergesAndAllOnceItHeals(Shape shape) {
    TestCluster<Broadcast> cluster = shape.cluster(5);
    send(cluster, 2, "0");
    cluster.run(HEALED);
    IntStream.range(2, 5)
        .forEach(
            node -> {
              cluster.cut(0, node);
              cluster.cut(1, node);
            });
    send(cluster, 1, "1");
    send(cluster, 3, "3");
    cluster.run(FAILOVER);
    assertAllRead(cluster, IntStream.range(0, 2), "0", "1");
    assertAllRead(cluster, IntStream.range(2, 5), "0", "3");
    cluster.heal();
    cluster.run(HEALED);
    assertAllRead(cluster, IntStream.range(0, 5), "0", "1", "3");
  }

  @ParameterizedTest
  @EnumSource
  void whatOneCannotSendAnotherItSendsThroughAThird(Shape shape) {
    TestCluster<Broadcast> cluster = shape.cluster(3);
    cluster.run(HEALED);
    cluster.cut(0, 2);
    send(cluster, 0, "0");
    send(cluster, 2, "2");
    cluster.run(FAILOVER);
    assertAllRead(cluster, IntStream.range(0, 3), "0", "2");
  }

  @Test
  void oneThatHasFoundItsHubAgainIsNotServedByAnother() {
    TestCluster<Broadcast> cluster = Shape.STAR.cluster(3);
    cluster.cut(0, 2);
    sendOften(cluster, Duration.ofSeconds(10));
    cluster.heal();
    sendOften(cluster, Duration.ofSeconds(5));
    int sent = cluster.sent().size();
    sendOften(cluster, Duration.ofSeconds(10));
    assertThat(cluster.sent().stream().skip(sent))
        .noneMatch(message -> "n1".equals(message.src()) && "n2".equals(message.dest()));
  }

  /** Sends n0 and n1 more, so that n2 always has something to hear, and never something to say. */
  private static void sendOften(TestCluster<Broadcast> cluster, Duration time) {
    for (Duration end = time; end.compareTo(Duration.ZERO) > 0; end = end.minusMillis(100)) {
      int value = cluster.random().nextInt();
      send(cluster, value & 1, String.valueOf(value));
      cluster.run(Duration.ofMillis(100));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNodeThatRestartsCatchesUpThoughNothingHappens(Shape shape) {
    TestCluster<Broadcast> cluster = shape.cluster(3);
    send(cluster, 0, "0");
    send(cluster, 1, "1");
    cluster.run(HEALED);
    cluster.node(0).restart();
    cluster.node(1).restart();
    cluster.run(Duration.ofSeconds(7));
    assertAllRead(cluster, IntStream.range(0, 3), "0", "1");
  }

  @ParameterizedTest
  @EnumSource
  void aNodeThatRestartsSendsNothingThatItDidNotHaveBefore(Shape shape) {
    TestCluster<Broadcast> cluster = shape.cluster(3);
    send(cluster, 0, "0");
    cluster.run(HEALED);
    cluster.node(0).restart();
    send(cluster, 0, "1");
    send(cluster, 1, "2");
    cluster.run(HEALED);
    assertAllRead(cluster, IntStream.range(0, 3), "0", "1", "2");
  }

  @ParameterizedTest
  @EnumSource
  void whatAFormerLifeSaidLateDoesNotSilenceTheNewOne(Shape shape) {
    TestCluster<Broadcast> cluster = shape.cluster(3);
    cluster.hold(0, 2);
    cluster.hold(1, 2);
    send(cluster, 2, "1");
    cluster.run(Duration.ofSeconds(1));
    cluster.node(2).restart();
    cluster.heal();
    send(cluster, 2, "2");
    cluster.run(LATENCY);
    cluster.release();
    cluster.run(HEALED);
    send(cluster, 2, "3");
    cluster.run(HEALED);
    IntStream.range(0, 3)
        .forEach(node -> assertThat(read(cluster, node)).as("n" + node).contains("2", "3"));
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLostThoughMessagesAre(Shape shape) {
    TestCluster<Broadcast> cluster = shape.cluster(5);
    cluster.disturb(LATENCY, 0.3, 0.3);
    for (int i = 0; i < 50; i++) {
      send(cluster, i % 5, String.valueOf(i));
      cluster.run(Duration.ofMillis(50));
    }
    cluster.calm();
    cluster.run(HEALED);
    assertAllRead(
        cluster,
        IntStream.range(0, 5),
        IntStream.range(0, 50).mapToObj(String::valueOf).toArray(String[]::new));
  }

  @Test
  void aTopologyIsAcknowledged() {
    TestReply reply =
        Shape.STAR.cluster(2).request(0, "{'type':'topology','topology':{'n0':['n1']}}");
    assertThat(reply.body(TopologyOk.class)).isNotNull();
  }

  @Test
  void aReceivedValueIsAcknowledgedAndReadAtOnce() {
    TestCluster<Broadcast> cluster = Shape.STAR.cluster(2);
    assertThat(send(cluster, 0, "1").body(BroadcastOk.class)).isNotNull();
    assertThat(read(cluster, 0)).isEqualTo("[1]");
  }

  @ParameterizedTest
  @EnumSource
  void aReplicatedValueIsAcknowledgedAndReadOnceAnotherNodeHasIt(Shape shape) {
    TestCluster<Broadcast> cluster = shape.cluster(2, "replicated");
    cluster.cut(0, 1);
    TestReply reply = send(cluster, 0, "1");
    cluster.run(FAILOVER);
    assertThat(reply.arrived()).isFalse();
    assertThat(read(cluster, 0)).isEqualTo("[]");
    cluster.heal();
    cluster.run(HEALED);
    assertThat(reply.arrived()).isTrue();
    assertThat(read(cluster, 0)).isEqualTo("[1]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "STAR | partition",
        "STAR | kill",
        "STAR | pause",
        "STAR | loss",
        "STAR | one-way,reordering,duplication,latency,clock",
        "STAR | partition,kill,pause,loss",
        "MESH | partition",
        "MESH | kill",
        "MESH | pause",
        "MESH | loss",
        "MESH | one-way,reordering,duplication,latency,clock",
        "MESH | partition,kill,pause,loss"
      })
  void allHaveWhatWasReplicatedOnceTheFaultsEnd(Shape shape, String faults) {
    GossipConfig config = shape.config("replicated");
    OfficialTest test = Tests.of("broadcast", 5, 20, 10, 100, faults.split(","));
    Simulation simulation =
        Simulation.of(
                test,
                with ->
                    new Broadcast(new Gossip(with.bus(), with.scheduler(), with.storage(), config)))
            .killing(Victims.ONE)
            .recovering(faults.contains("latency") ? HEALED.multipliedBy(2) : HEALED);
    assertThat(Tests.invalid(simulation, SEEDS)).isEmpty();
  }
}
