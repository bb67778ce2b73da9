package dev.glomers.challenge.txn;

import static dev.glomers.challenge.txn.World.CATCH_UP;
import static dev.glomers.challenge.txn.World.FLUSH;
import static dev.glomers.challenge.txn.World.RETRY;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Inspectable.Version;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nodes tell each other, and when. */
class ReplicationTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private static World world(int nodes) {
    World world = new World(nodes, 1);
    world.run(LONG);
    world.sent().clear();
    return world;
  }

  private static String read(World world, int node, int key) {
    String txn = world.txn(node, "[['r',%d,null]]".formatted(key));
    return txn.substring(txn.lastIndexOf(',') + 1, txn.length() - 2);
  }

  private static void write(World world, int node, int key, int value) {
    world.txn(node, "[['w',%d,%d]]".formatted(key, value));
  }

  private static Version version(World world, int node, int key) {
    return requireNonNull(world.node(node).version(Json.of(key)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 9})
  void aCommitIsSeenEverywhereWithinAFlushInterval(int nodes) {
    World world = world(nodes);
    write(world, 0, 1, 5);
    world.run(FLUSH);
    for (int node = 0; node < nodes; node++) {
      assertThat(read(world, node, 1)).isEqualTo("5");
    }
  }

  @Test
  void whatIsCommittedInOneIntervalSharesAMessage() {
    World world = world(2);
    for (int i = 0; i < 100; i++) {
      write(world, 0, i, i);
      write(world, 1, i + 1000, i);
    }
    world.run(FLUSH);
    assertThat(world.sent()).hasSize(2);
  }

  @Test
  void aMessageGoingBackAcknowledges() {
    World world = world(2);
    for (int i = 0; i < 10; i++) {
      write(world, 0, 1, i);
      world.run(FLUSH.dividedBy(2));
      write(world, 1, 2, i);
      world.run(FLUSH.dividedBy(2));
    }
    world.run(LONG);
    // Each says ten things, and the one that spoke last is acknowledged.
    assertThat(world.sent()).hasSize(21);
  }

  @Test
  void anIdleClusterIsSilent() {
    World world = world(3);
    write(world, 0, 1, 5);
    world.run(LONG);
    world.sent().clear();
    world.txn(0, "[['r',1,null]]");
    world.run(LONG);
    assertThat(world.sent()).isEmpty();
  }

  @Test
  void aLoneNodeIsSilent() {
    World world = new World(1, 1);
    write(world, 0, 1, 5);
    world.run(LONG);
    assertThat(world.sent()).isEmpty();
  }

  @Test
  void concurrentWritesAreOrderedTheSameWayEverywhere() {
    World world = world(3);
    for (int node = 0; node < 3; node++) {
      write(world, node, 1, node);
    }
    world.run(LONG);
    assertThat(List.of(version(world, 1, 1), version(world, 2, 1)))
        .containsOnly(version(world, 0, 1));
  }

  @Test
  void aLaterWriteWinsWhereverTheEarlierOneWasMade() {
    World world = world(3);
    for (int round = 0; round < 30; round++) {
      write(world, round % 3, 1, round);
      world.run(FLUSH);
      for (int node = 0; node < 3; node++) {
        assertThat(read(world, node, 1)).isEqualTo("" + round);
      }
    }
  }

  @Test
  void twoThatAreCutOffMeetThroughAThird() {
    World world = world(3);
    world.cut(0, 2);
    write(world, 0, 1, 5);
    world.run(FLUSH.multipliedBy(2));
    assertThat(read(world, 2, 1)).isEqualTo("5");
  }

  @Test
  void anEffectIsNotSeenWithoutItsCause() {
    World world = world(3);
    world.cut(0, 2);
    write(world, 0, 1, 5);
    world.run(FLUSH);
    assertThat(world.txn(1, "[['r',1,null],['w',2,6]]")).isEqualTo("[['r',1,5],['w',2,6]]");
    world.run(FLUSH);
    assertThat(world.txn(2, "[['r',1,null],['r',2,null]]")).isEqualTo("[['r',1,5],['r',2,6]]");
  }

  @Test
  void whatIsReplacedNoLongerTravels() {
    World world = world(2);
    world.cut(0, 1);
    for (int i = 0; i < 1000; i++) {
      world.txn(0, "[['w',%d,%d],['w',7,%d]]".formatted(i % 3, i, i));
    }
    world.run(LONG);
    world.heal();
    world.sent().clear();
    world.run(RETRY.plus(FLUSH));
    assertThat(world.txn(1, "[['r',0,null],['r',1,null],['r',2,null],['r',7,null]]"))
        .isEqualTo("[['r',0,999],['r',1,997],['r',2,998],['r',7,999]]");
    assertThat(world.sent())
        .filteredOn(message -> "batch".equals(message.type()))
        .extracting(message -> message.body(Batch.class).writes().size())
        .contains(4)
        .allMatch(size -> size == 4 || size == 0);
  }

  @Test
  void aHealIsNoticedWithinARetryAndAFlushInterval() {
    World world = world(2);
    world.cut(0, 1);
    write(world, 0, 1, 5);
    write(world, 1, 2, 6);
    world.run(LONG);
    world.heal();
    world.run(RETRY.plus(FLUSH));
    assertThat(read(world, 1, 1)).isEqualTo("5");
    assertThat(read(world, 0, 2)).isEqualTo("6");
  }

  @Test
  void aPeerThatIsCutOffIsAskedOnlyNowAndThen() {
    World world = world(2);
    world.cut(0, 1);
    for (int i = 0; i < 1000; i++) {
      write(world, 0, i, i);
      world.run(Duration.ofMillis(10));
    }
    assertThat(world.sent()).hasSizeLessThan(10_000 / (int) RETRY.toMillis() + 5);
  }

  @Test
  void aRestartedNodeCatchesUpBeforeItAnswers() {
    World world = world(3);
    write(world, 0, 1, 5);
    world.run(LONG);
    world.restart(0);
    World.Reply reply = world.ask(0, "[['r',1,null]]");
    assertThat(reply.arrived()).isFalse();
    world.run(Duration.ZERO);
    assertThat(World.operations(reply)).isEqualTo("[['r',1,5]]");
  }

  @Test
  void aRestartedNodeWaitsForEachPeer() {
    World world = world(3);
    world.cut(0, 1);
    world.cut(1, 2);
    write(world, 1, 1, 5);
    world.run(LONG);
    world.restart(0);
    World.Reply reply = world.ask(0, "[['r',1,null]]");
    world.run(RETRY);
    assertThat(reply.arrived()).isFalse();
    world.heal();
    world.run(RETRY);
    assertThat(World.operations(reply)).isEqualTo("[['r',1,5]]");
  }

  @Test
  void aRestartedNodeThatIsCutOffAnswersAllTheSame() {
    World world = world(2);
    write(world, 0, 1, 5);
    world.run(LONG);
    world.cut(0, 1);
    world.restart(0);
    World.Reply reply = world.ask(0, "[['r',1,null],['w',2,6]]");
    world.run(CATCH_UP);
    assertThat(World.operations(reply)).isEqualTo("[['r',1,null],['w',2,6]]");
    world.heal();
    world.run(RETRY.plus(FLUSH));
    assertThat(read(world, 0, 1)).isEqualTo("5");
    assertThat(read(world, 1, 2)).isEqualTo("6");
  }

  @Test
  void aRestartedNodeUsesNoTimestampTwice() {
    World world = world(2);
    world.cut(0, 1);
    write(world, 0, 1, 5);
    Version before = version(world, 0, 1);
    world.restart(0);
    world.run(CATCH_UP);
    write(world, 0, 1, 6);
    assertThat(version(world, 0, 1).timestamp()).isNotEqualTo(before.timestamp());
  }

  @Test
  void aRestartedNodeCommitsAfterAllThatItsPeersHave() {
    World world = world(2);
    for (int i = 0; i < 10; i++) {
      write(world, 0, 1, i);
    }
    world.run(FLUSH);
    world.restart(0);
    world.run(Duration.ZERO);
    write(world, 0, 1, 77);
    world.run(FLUSH);
    assertThat(read(world, 1, 1)).isEqualTo("77");
  }

  @Test
  void aClusterThatStartsIsReadyAtOnce() {
    World world = new World(9, 1);
    world.run(Duration.ZERO);
    assertThat(world.txn(3, "[['r',1,null]]")).isEqualTo("[['r',1,null]]");
  }

  @Test
  void aBatchForAFormerIncarnationIsNotApplied() {
    World world = world(2);
    write(world, 0, 1, 5);
    world.run(LONG);
    // What node 0 sends from now on assumes that node 1 has key 1.
    world.cut(0, 1);
    world.restart(1);
    world.run(CATCH_UP);
    world.txn(0, "[['r',1,null],['w',2,6]]");
    world.heal();
    world.run(FLUSH);
    assertThat(world.txn(1, "[['r',1,null],['r',2,null]]"))
        .isIn("[['r',1,null],['r',2,null]]", "[['r',1,5],['r',2,6]]");
    world.run(RETRY.plus(FLUSH));
    assertThat(world.txn(1, "[['r',1,null],['r',2,null]]")).isEqualTo("[['r',1,5],['r',2,6]]");
  }
}
