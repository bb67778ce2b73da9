package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.challenge.Configs;
import dev.glomers.gossip.GossipConfig.Topology;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.TestInvariants;
import dev.glomers.runtime.TestNode;
import dev.glomers.runtime.TestScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GossipTest {
  private static final Items NONE = (origin, end, item) -> {};

  private final TestScheduler scheduler = new TestScheduler();
  private final TestNode node = new TestNode(scheduler);

  private Gossip gossip(String durability, String acknowledge) {
    return new Gossip(
        node.node(),
        scheduler,
        Configs.NO_STORAGE,
        Configs.with(
            GossipConfig.class, Map.of("durability", durability, "acknowledge", acknowledge)));
  }

  /** The replication once it has begun. */
  private CompletableFuture<Replication> started(Gossip gossip) {
    CompletableFuture<Replication> started = new CompletableFuture<>();
    node.started(
        (cluster, on) ->
            gossip.start(
                cluster,
                on,
                begun -> {
                  started.complete(begun);
                  return NONE;
                }));
    return started;
  }

  @ParameterizedTest
  @CsvSource({
    "memory, all, false",
    "disk, received, true",
    "seq-kv, received, false",
    "seq-kv, stored, true",
    "lin-kv, all, true"
  })
  void whoTellsOnlyWhatIsKeptIsDurable(String durability, String acknowledge, boolean durable) {
    assertThat(gossip(durability, acknowledge).isDurable()).isEqualTo(durable);
  }

  @Test
  void whereNothingIsKeptTheClockNumbersALife() {
    scheduler.setWallClock(Instant.ofEpochMilli(5000));
    String origin = started(gossip("memory", "received")).join().origin();
    assertThat(Origin.life(origin)).isBetween(5000L * Gossip.LIVES, 5001L * Gossip.LIVES - 1);
  }

  @Test
  void whoWantsNoStabilityAddsNothingOfItsOwnToALife() {
    Replication begun = started(gossip("memory", "received")).join();
    assertThat(begun.length(begun.origin())).isZero();
  }

  @Test
  void whereNothingIsReplacedAGapIsAMistake() {
    Replication begun = started(gossip("memory", "received")).join();
    List<Extent> log = List.of(new Extent("n2.1", 1, List.of(Json.of(2))));
    Batch gap = new Batch("n2.1", "n1", begun.origin(), 0, 2, 1, 0, 0, 0, 0, log);
    assertThatThrownBy(() -> begun.batch("n2", gap)).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"seq-kv", "lin-kv"})
  void itemsAreKeptInTheStoreThatIsNamed(String store) {
    started(gossip(store, "stored"));
    scheduler.advance(Duration.ZERO);
    assertThat(node.sent()).singleElement().asString().contains("'dest':'" + store + "'");
  }

  @Test
  void aNodeShowsWhatItHasOnceItHasBegun() {
    started(gossip("memory", "received")).join().add(Json.of(1));
    assertThat(node.node().shown()).containsKey("has");
  }

  @Test
  void aNodeThatHasNotBegunShowsNothing() {
    assertThat(started(gossip("lin-kv", "stored"))).isNotDone();
    assertThat(node.node().shown()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "interval, -1ms",
    "guard, -1ms",
    "ack-delay, -1ms",
    "store-delay, -1ms",
    "retry-interval, 0ms",
    "catch-up-delay, -1ms"
  })
  void aTimeThatMakesNoSenseIsRefusedByName(String property, String time) {
    assertThatThrownBy(() -> Diaries.of(2, 1, Map.of(property, time)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("glomers.gossip." + property);
  }

  @Test
  void aNodeClaimsOfEachPeerInTurnWhatThatHas() {
    Diaries diaries = Diaries.of(4, 1, Diaries.config(Topology.MESH, 0));
    diaries.add(0);
    diaries.run(Duration.ofSeconds(3));
    TestInvariants claims = new TestInvariants();
    for (int turn = 0; turn < 3; turn++) {
      diaries.node(1).claim(claims);
    }
    assertThat(claims.peers()).containsExactly("n0", "n2", "n3");
    assertThat(claims.grown()).isEqualTo(Map.of("how much is here", 1L));
  }

  @Test
  void aNodeThatIsAloneHasCaughtUp() {
    Diaries diaries = Diaries.of(1, 1, Diaries.config(Topology.STAR, 100));
    assertThat(diaries.diary(0).replication().catchUp().toCompletableFuture()).isCompleted();
  }

  @Test
  void catchingUpTakesTwoLatencies() {
    Diaries diaries = Diaries.of(3, 1, Diaries.config(Topology.MESH, 100));
    diaries.delay(Duration.ofMillis(10));
    diaries.run(Duration.ofSeconds(10));
    diaries.node(0).restart();
    var caughtUp = diaries.diary(0).replication().catchUp().toCompletableFuture();
    diaries.run(Duration.ofMillis(19));
    assertThat(caughtUp).isNotCompleted();
    diaries.run(Duration.ofMillis(1));
    assertThat(caughtUp).isCompleted();
  }
}
