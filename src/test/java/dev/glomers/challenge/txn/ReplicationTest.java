package dev.glomers.challenge.txn;

import static dev.glomers.challenge.txn.TxnCluster.CATCH_UP;
import static dev.glomers.challenge.txn.TxnCluster.HEALED;
import static dev.glomers.challenge.txn.TxnCluster.INTERVAL;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.gossip.GossipConfig;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Inspectable.Version;
import dev.glomers.runtime.TestInvariants;
import dev.glomers.simulation.TestReply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node shows of transactions that ran on others, or before it was killed. */
class ReplicationTest {
  private static TxnCluster world(int nodes) {
    return started(new TxnCluster(nodes, 1));
  }

  private static TxnCluster started(TxnCluster world) {
    world.run(HEALED);
    world.sent().clear();
    return world;
  }

  private static String read(TxnCluster world, int node, int key) {
    String txn = world.txn(node, "[['r',%d,null]]".formatted(key));
    return txn.substring(txn.lastIndexOf(',') + 1, txn.length() - 2);
  }

  private static void write(TxnCluster world, int node, int key, int value) {
    world.txn(node, "[['w',%d,%d]]".formatted(key, value));
  }

  private static Version version(TxnCluster world, int node, int key) {
    return requireNonNull(world.node(node).challenge().version(Json.of(key)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 9})
  void aCommitIsSeenEverywhereWithinAnInterval(int nodes) {
    TxnCluster world = world(nodes);
    for (int node = 0; node < nodes; node++) {
      write(world, node, 1, node);
      world.run(INTERVAL);
      for (int other = 0; other < nodes; other++) {
        assertThat(read(world, other, 1)).isEqualTo("" + node);
      }
    }
  }

  @Test
  void concurrentWritesAreOrderedTheSameWayEverywhere() {
    TxnCluster world = world(3);
    for (int node = 0; node < 3; node++) {
      write(world, node, 1, node);
    }
    world.run(HEALED);
    assertThat(List.of(version(world, 1, 1), version(world, 2, 1)))
        .containsOnly(version(world, 0, 1));
  }

  @Test
  void aLaterWriteWinsThoughItsNodeHasWrittenLess() {
    TxnCluster world = world(3);
    for (int i = 0; i < 10; i++) {
      write(world, 0, 1, i);
    }
    world.run(INTERVAL);
    write(world, 2, 1, 77);
    world.run(INTERVAL);
    for (int node = 0; node < 3; node++) {
      assertThat(read(world, node, 1)).isEqualTo("77");
    }
  }

  @Test
  void anEffectIsNotSeenWithoutItsCause() {
    TxnCluster world = world(3);
    write(world, 2, 3, 7);
    world.run(INTERVAL);
    world.cut(0, 2);
    write(world, 2, 3, 8);
    write(world, 0, 1, 5);
    world.run(INTERVAL);
    assertThat(world.txn(1, "[['r',1,null],['w',2,6]]")).isEqualTo("[['r',1,5],['w',2,6]]");
    assertThat(world.txn(2, "[['r',1,null],['r',2,null]]"))
        .isEqualTo("[['r',1,null],['r',2,null]]");
    world.run(HEALED);
    assertThat(world.txn(2, "[['r',1,null],['r',2,null]]")).isEqualTo("[['r',1,5],['r',2,6]]");
  }

  @Test
  void aTransactionIsSeenAsLongAsOneOfItsWritesIsLast() {
    TxnCluster world = world(2);
    world.cut(0, 1);
    world.txn(0, "[['w',1,1],['w',2,1],['w',3,1]]");
    world.txn(0, "[['w',1,2],['w',2,2]]");
    world.txn(0, "[['w',2,3]]");
    world.run(HEALED);
    world.heal();
    world.run(HEALED);
    assertThat(world.txn(1, "[['r',1,null],['r',2,null],['r',3,null]]"))
        .isEqualTo("[['r',1,2],['r',2,3],['r',3,1]]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whatIsOverwrittenDoesNotTravel(int writer) {
    TxnCluster world = world(2);
    world.cut(0, 1);
    for (int i = 0; i < 1000; i++) {
      world.txn(writer, "[['w',%d,'value %d'],['w',7,'value %d']]".formatted(i % 3, i, i));
    }
    world.run(HEALED);
    world.heal();
    world.sent().clear();
    world.run(HEALED);
    assertThat(world.txn(1 - writer, "[['r',0,null],['r',1,null],['r',2,null],['r',7,null]]"))
        .isEqualTo(
            "[['r',0,'value 999'],['r',1,'value 997'],['r',2,'value 998'],['r',7,'value 999']]");
    assertThat(world.sent())
        .extracting(Object::toString)
        .anyMatch(message -> message.contains("value 999"))
        .noneMatch(message -> message.contains("value 996"));
  }

  @Test
  void aRestartedNodeCatchesUpBeforeItAnswers() {
    TxnCluster world = world(3);
    write(world, 0, 1, 5);
    world.run(HEALED);
    world.node(0).restart();
    TestReply reply = world.ask(0, "[['r',1,null]]");
    assertThat(reply.arrived()).isFalse();
    world.run(INTERVAL);
    assertThat(TxnCluster.operations(reply)).isEqualTo("[['r',1,5]]");
  }

  @Test
  void aRestartedNodeThatIsCutOffAnswersAllTheSame() {
    TxnCluster world = world(2);
    write(world, 0, 1, 5);
    world.run(HEALED);
    world.cut(0, 1);
    world.node(0).restart();
    TestReply reply = world.ask(0, "[['r',1,null],['w',2,6]]");
    world.run(CATCH_UP);
    assertThat(TxnCluster.operations(reply)).isEqualTo("[['r',1,null],['w',2,6]]");
    world.heal();
    world.run(HEALED);
    assertThat(read(world, 0, 1)).isEqualTo("5");
    assertThat(read(world, 1, 2)).isEqualTo("6");
  }

  @Test
  void aRestartedNodeUsesNoTimestampTwice() {
    TxnCluster world = world(2);
    world.cut(0, 1);
    write(world, 0, 1, 5);
    Version before = version(world, 0, 1);
    world.node(0).restart();
    world.run(CATCH_UP);
    write(world, 0, 1, 6);
    assertThat(version(world, 0, 1).timestamp()).isNotEqualTo(before.timestamp());
  }

  @Test
  void aRestartedNodeCommitsAfterAllThatOthersHave() {
    TxnCluster world = world(2);
    for (int i = 0; i < 10; i++) {
      write(world, 0, 1, i);
    }
    world.run(INTERVAL);
    world.node(0).restart();
    world.run(INTERVAL);
    write(world, 0, 1, 77);
    world.run(HEALED);
    assertThat(read(world, 1, 1)).isEqualTo("77");
  }

  @Test
  void aClusterThatStartsIsReadyAtOnce() {
    TxnCluster world = new TxnCluster(9, 1);
    world.run(INTERVAL);
    assertThat(world.txn(3, "[['r',1,null]]")).isEqualTo("[['r',1,null]]");
  }

  @Test
  void whoIsPromisedThatItSurvivesWaitsForAnotherNode() {
    TxnCluster world = started(new TxnCluster(2, 1, GossipConfig.Acknowledge.REPLICATED));
    assertThat(world.ask(0, "[['r',1,null]]").arrived()).isTrue();
    world.cut(0, 1);
    TestReply written = world.ask(0, "[['w',1,5]]");
    TestReply read = world.ask(0, "[['r',1,null]]");
    world.run(HEALED);
    assertThat(written.arrived()).isFalse();
    assertThat(read.arrived()).isFalse();
    world.heal();
    world.run(HEALED);
    assertThat(TxnCluster.operations(written)).isEqualTo("[['w',1,5]]");
    assertThat(TxnCluster.operations(read)).isEqualTo("[['r',1,5]]");
    assertThat(world.ask(0, "[['r',1,null]]").arrived()).isTrue();
  }

  @Test
  void aNodeClaimsThatItHasWhatItsVersionsAreOf() {
    TxnCluster world = world(2);
    write(world, 0, 1, 5);
    TestInvariants claims = new TestInvariants();
    world.node(0).claim(claims);
    assertThat(claims.held()).contains("each version's commit is here");
    assertThat(claims.broken()).isEmpty();
  }
}
