package dev.glomers.simulation.workload.txn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Json;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.Runs;
import dev.glomers.simulation.workload.Sabotage;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TxnWorkloadTest {
  @Test
  void passesReplicasThatMergeTheirStates() {
    assertThat(run(Replica::new).anomalies()).isEmpty();
    assertThat(Runs.run("txn-rw-register", 3, 300, Replica::new, "partition").anomalies())
        .isEmpty();
  }

  @Test
  void passesNodesThatCannotBeLookedInto() {
    NodeFactory closed = Sabotage.closed(Replica::new);
    assertThat(run(closed).anomalies()).isEmpty();
  }

  @Test
  void readsAndWritesAsMaelstromDoes() {
    Run run = Runs.run("txn-rw-register", 1, 300, Replica::new);
    // 3,000 transactions of 2.5 operations, half of them writes, 16 a key, with ten keys in use.
    assertThat(Runs.figure(run, "transactions")).isBetween(2900L, 3100L);
    assertThat(Runs.figure(run, "keys")).isBetween(220L, 260L);
    assertThat(Runs.figure(run, "causally-checked")).isEqualTo(Runs.figure(run, "transactions"));
  }

  @Test
  void passesWhatAKillTakesWithIt() {
    assertThat(afterKills(Reborn::new)).isEmpty();
  }

  @Test
  void leavesOpenWhetherAnUncertainTransactionHappened() {
    NodeFactory unclear =
        given ->
            new Replica(given) {
              private int count;

              @Override
              TxnOk run(Txn txn) {
                if (++count % 40 == 0) {
                  throw new IllegalStateException("not done");
                }
                TxnOk ok = super.run(txn);
                if (count % 40 == 20) {
                  throw new IllegalStateException("done");
                }
                return ok;
              }
            };
    assertThat(run(unclear).anomalies()).isEmpty();
  }

  @Test
  void tellsWhoSawWhat() {
    Run run =
        run(
            given ->
                new Replica(given) {
                  @Override
                  Json read(String key, Map<String, Json> writes) {
                    return Json.of(77);
                  }
                });
    assertThat(run.anomalies())
        .extracting(Anomaly::toString)
        .anyMatch(
            words ->
                words.matches(
                    "never-written.*: .* invoked \\[.*]: ok, \\[.*]; nobody wrote key \\d+ = 77"));
  }

  private static Set<String> afterKills(NodeFactory nodes) {
    // So few transactions that keys are in use for long.
    return Runs.kindsAfterKills("txn-rw-register", 3, 30, nodes);
  }

  private static Run run(NodeFactory nodes) {
    return Runs.run("txn-rw-register", 3, 300, nodes);
  }
}
