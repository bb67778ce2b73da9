package dev.glomers.simulation.workload.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.workload.Runs;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;

class KafkaWorkloadTest {
  @Test
  void passesALog() {
    assertThat(run(Leader::new).anomalies()).isEmpty();
  }

  @Test
  void sendsAndPollsAsMaelstromDoes() {
    Run run = Runs.run("kafka", 1, 300, Leader::new);
    // One half of 3,000 operations; 16 messages a key, and ten keys in use at the end.
    assertThat(Runs.figure(run, "sends")).isBetween(1350L, 1600L);
    assertThat(Runs.figure(run, "keys")).isBetween(85L, 115L);
    assertThat(Runs.figure(run, "largest-offset")).isEqualTo(15);
  }

  @Test
  void passesALogWithGaps() {
    NodeFactory sparse =
        given ->
            new Leader(given) {
              @Override
              long nextOffset(NavigableMap<Long, Integer> log) {
                return 10 * super.nextOffset(log);
              }
            };
    assertThat(run(sparse).anomalies()).isEmpty();
  }

  @Test
  void passesPollsThatComeInPieces() {
    NodeFactory sparing =
        given ->
            new Leader(given) {
              @Override
              List<Entry> read(String key, long from) {
                return super.read(key, from).stream().limit(2).toList();
              }
            };
    assertThat(run(sparing).anomalies()).isEmpty();
  }

  @Test
  void passesALogThatShowsNewMessagesLate() {
    Run run = run(given -> new Late(given, Duration.ofMillis(700)));
    assertThat(run.anomalies()).isEmpty();
    assertThat(Runs.figure(run, "worst-lag-ms")).isBetween(600L, 900L);
  }

  @Test
  void measuresNoLagWhereAllIsKnownAtOnce() {
    Run run = Runs.run("kafka", 1, 300, Leader::new);
    assertThat(Runs.figure(run, "worst-lag-ms")).isZero();
  }

  @Test
  void leavesOpenWhetherAnUncertainSendWasKept() {
    NodeFactory unclear =
        given ->
            new Leader(given) {
              @Override
              long append(String key, int message) {
                long offset = message % 2 == 0 ? super.append(key, message) : 0;
                if (message == 15 || message == 16) {
                  throw new IllegalStateException("only the second was kept");
                }
                return message % 2 == 0 ? offset : super.append(key, message);
              }
            };
    assertThat(run(unclear).anomalies()).isEmpty();
  }

  @Test
  void tellsWhoSawWhat() {
    Run run =
        run(
            given ->
                new Leader(given) {
                  @Override
                  long append(String key, int message) {
                    if (message == 3) {
                      super.append(key, message);
                    }
                    return super.append(key, message);
                  }
                });
    assertThat(run.anomalies().get(0).toString())
        .matches(
            "duplicate: key \\d+ holds one message at two offsets: "
                + "message 3 at offset 3 \\(.* invoked Send.*ok, SendOk\\[offset=3]\\); "
                + "message 3 at offset 2 \\(.*process \\d+ at n\\d polled key \\d+ from.*2=3.*\\)");
  }

  private static Run run(NodeFactory nodes) {
    return Runs.run("kafka", 2, 300, nodes);
  }
}
