package dev.glomers.challenge.listappend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.consensus.Consensus;
import dev.glomers.consensus.ConsensusConfig;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.simulation.TestCluster;
import dev.glomers.simulation.TestReply;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One transaction after the other on a node that is alone. */
class ListAppendTest {
  /** Enough for an election, and for a transaction. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private final TestCluster<ListAppend> node = node();

  private record TxnOk(Json txn) {}

  private static TestCluster<ListAppend> node() {
    ConsensusConfig config = Configs.with(ConsensusConfig.class, Map.of());
    TestCluster<ListAppend> node =
        new TestCluster<>(
            1,
            with ->
                new ListAppend(
                    new Consensus(with.bus(), with.scheduler(), Configs.NO_STORAGE, config)));
    node.run(SOON);
    return node;
  }

  private TestReply ask(String txn) {
    TestReply reply = node.request(0, "{'type':'txn','txn':%s}".formatted(txn));
    node.run(SOON);
    return reply;
  }

  private String txn(String txn) {
    return ask(txn).body(TxnOk.class).txn().toString().replace('"', '\'');
  }

  @Test
  void aListThatNobodyAppendedToIsNull() {
    assertThat(txn("[['r',1,null]]")).isEqualTo("[['r',1,null]]");
  }

  @Test
  void whatIsAppendedIsReadInItsOrder() {
    assertThat(txn("[['append',1,'a'],['append',2,[null]],['append',1,'b']]"))
        .isEqualTo("[['append',1,'a'],['append',2,[null]],['append',1,'b']]");
    assertThat(txn("[['append',1,'a'],['r',1,null],['r',2,null]]"))
        .isEqualTo("[['append',1,'a'],['r',1,['a','b','a']],['r',2,[[null]]]]");
  }

  @Test
  void aTransactionReadsWhatItHasAppendedSoFar() {
    assertThat(txn("[['r',1,null],['append',1,5],['r',1,null],['append',1,6]]"))
        .isEqualTo("[['r',1,null],['append',1,5],['r',1,[5]],['append',1,6]]");
  }

  @Test
  void ofATransactionThatWritesNothingIsAppended() {
    assertThat(ask("[['append',1,5],['w',1,6]]").error())
        .isEqualTo(ErrorCode.MALFORMED_REQUEST.code());
    assertThat(txn("[['r',1,null]]")).isEqualTo("[['r',1,null]]");
  }
}
