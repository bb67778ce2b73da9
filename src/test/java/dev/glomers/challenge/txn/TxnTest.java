package dev.glomers.challenge.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.challenge.Configs;
import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.GossipConfig;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.TestNode;
import dev.glomers.runtime.TestScheduler;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One transaction after the other on a node that is alone. */
class TxnTest {
  private final TxnCluster world = new TxnCluster(1, 1);

  @Test
  void readsNullWhereNothingWasWritten() {
    assertThat(world.txn(0, "[['r',1,null]]")).isEqualTo("[['r',1,null]]");
  }

  @Test
  void readsItsOwnWrites() {
    assertThat(world.txn(0, "[['w',1,5],['r',1,null],['w',1,6],['r',1,null],['r',1,null]]"))
        .isEqualTo("[['w',1,5],['r',1,5],['w',1,6],['r',1,6],['r',1,6]]");
  }

  @Test
  void readsTheSameTwice() {
    world.txn(0, "[['w',1,5]]");
    assertThat(world.txn(0, "[['r',1,null],['r',1,null]]")).isEqualTo("[['r',1,5],['r',1,5]]");
  }

  @Test
  void commitsTheLastWriteOfAKey() {
    world.txn(0, "[['w',1,5],['w',2,7],['w',1,6]]");
    assertThat(world.txn(0, "[['r',1,null],['r',2,null]]")).isEqualTo("[['r',1,6],['r',2,7]]");
  }

  @Test
  void acceptsAnEmptyTransaction() {
    assertThat(world.txn(0, "[]")).isEqualTo("[]");
  }

  @Test
  void itsKeysAreThoseThatWereWritten() {
    assertThat(world.node(0).challenge().keys()).isEmpty();
    world.txn(0, "[['w',1,5],['w','k',5],['r',2,null]]");
    assertThat(world.node(0).challenge().keys())
        .containsExactlyInAnyOrder(Json.of(1), Json.of("k"));
  }

  @Test
  void aTimeThatMakesNoSenseIsRefusedByName() {
    TestScheduler scheduler = new TestScheduler();
    Gossip gossip =
        new Gossip(
            new TestNode(scheduler).node(),
            scheduler,
            Configs.NO_STORAGE,
            Configs.with(GossipConfig.class, Map.of()));
    TxnConfig config = Configs.with(TxnConfig.class, Map.of("catch-up-timeout", "-1ms"));
    assertThatThrownBy(() -> new Txn(gossip, scheduler, config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("glomers.txn.catch-up-timeout");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "'text'",
        "'ünï\\u0000code'",
        "1.50",
        "-1e400",
        "123456789012345678901234567890",
        "[1,[2,{'a':null}]]",
        "{'b':1,'a':2}"
      })
  void takesAnyKeyAndValue(String json) {
    assertThat(world.txn(0, "[['w',%s,%s]]".formatted(json, json)))
        .isEqualTo("[['w',%s,%s]]", json, json);
    assertThat(world.txn(0, "[['r',%s,null]]".formatted(json)))
        .isEqualTo("[['r',%s,%s]]", json, json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "'r'",
        "''",
        "{}",
        "[['w',1,9],null]",
        "[['w',1,9],5]",
        "[['w',1,9],'']",
        "[['w',1,9],{'kind':'READ','key':1,'value':2}]",
        "[['w',1,9],[]]",
        "[['w',1,9],['r',1]]",
        "[['w',1,9],['r',1,null,null]]",
        "[['w',1,9],['append',1,2]]",
        "[['w',1,9],['W',1,2]]",
        "[['w',1,9],[null,1,2]]",
        "[['w',1,9],[['r'],1,2]]"
      })
  void refusesWhatIsNoTransactionAndAppliesNothingOfIt(String txn) {
    assertThat(world.ask(0, txn).error()).isEqualTo(ErrorCode.MALFORMED_REQUEST.code());
    assertThat(world.txn(0, "[['r',1,null]]")).isEqualTo("[['r',1,null]]");
  }
}
