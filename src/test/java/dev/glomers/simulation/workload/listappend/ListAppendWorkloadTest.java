package dev.glomers.simulation.workload.listappend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Json;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.Runs;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListAppendWorkloadTest {
  @Test
  void readsAndAppendsAsMaelstromDoes() {
    Run run = Runs.run("txn-list-append", 1, 300, Lists::new);
    // 3,000 transactions of 2.5 operations, half of them appends, 16 a key, with ten keys in use.
    assertThat(Runs.figure(run, "transactions")).isBetween(2900L, 3100L);
    assertThat(Runs.figure(run, "keys")).isBetween(220L, 260L);
    assertThat(Runs.figure(run, "ordered-appends")).isBetween(3550L, 3950L);
  }

  @Test
  void tellsWhoSawWhat() {
    NodeFactory old =
        given ->
            new Lists(given) {
              @Override
              Json read(Json key) {
                List<Json> list = lists.getOrDefault(key, List.of());
                return Json.of(list.size() < 9 ? list : list.subList(0, 8));
              }
            };
    assertThat(Runs.run("txn-list-append", 3, 100, old).anomalies())
        .extracting(Anomaly::toString)
        .anyMatch(
            words ->
                words.matches(
                    "lost-append .*: .*; element 9 is in no list that was read of key \\d+; the last"
                        + " one was \\[.*], by .*"));
  }
}
