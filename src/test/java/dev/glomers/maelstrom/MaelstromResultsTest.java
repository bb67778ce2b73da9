package dev.glomers.maelstrom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.part.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaelstromResultsTest {
  @TempDir Path store;

  @Test
  void figuresAreReadInTheirUnits() throws IOException {
    Figures figures =
        results(
                """
                {:availability {:valid? true, :ok-fraction 0.9995}
                 :net {:all {:msgs-per-op 3.5} :servers {:send-count 10 :recv-count 7 :msgs-per-op 0.98}}
                 :workload {:stable-latencies {0 0, 0.5 301, 0.95 526, 1 578}
                            :worst-realtime-lag {:time 3 :lag 0.19}
                            :odd #some.record.Of{:a 1}}
                 :valid? true}
                """)
            .figures();
    assertThat(figures.msgsPerOp()).hasValue(0.98);
    assertThat(figures.allMsgsPerOp()).hasValue(3.5);
    assertThat(figures.latencyMedian()).hasValue(Duration.ofMillis(301));
    assertThat(figures.latencyMax()).hasValue(Duration.ofMillis(578));
    assertThat(figures.worstLag()).hasValue(Duration.ofMillis(190));
    assertThat(figures.availability()).hasValue(0.9995);
  }

  @Test
  void aCheckerThatIsNotContentIsNamed() throws IOException {
    MaelstromResults results =
        results(
            """
            {:stats {:valid? true} :net {:valid? true}
             :workload {:valid? false :anomaly-types (:G1a :internal)}
             :valid? false}
            """);
    assertThat(results.valid()).isFalse();
    assertThat(results.unknown()).isFalse();
    assertThat(results.complaints()).singleElement().asString().contains("workload", "G1a");
  }

  @Test
  void notKnowingIsNeitherValidNorInvalid() throws IOException {
    MaelstromResults results = results("{:valid? :unknown}");
    assertThat(results.valid()).isFalse();
    assertThat(results.unknown()).isTrue();
  }

  @Test
  void aPartitionHasCutSomethingIfMessagesWereLost() throws IOException {
    String messages = "{:net {:servers {:send-count 10 :recv-count %d}} :valid? true}";
    assertThat(results(messages.formatted(9), 1).cut()).isTrue();
    assertThat(results(messages.formatted(10), 1).cut()).isFalse();
  }

  @Test
  void whereNodesSendNothingAPartitionHasCutSomethingIfItIsolatedOne() throws IOException {
    String messages = "{:net {:servers {:send-count 0 :recv-count 0}} :valid? true}";
    assertThat(results(messages, 1).cut()).isTrue();
    assertThat(results(messages, 0).cut()).isFalse();
  }

  private MaelstromResults results(String edn) throws IOException {
    return results(edn, 0);
  }

  private MaelstromResults results(String edn, int partitions) throws IOException {
    Files.writeString(store.resolve("results.edn"), edn);
    return MaelstromResults.read(store, partitions);
  }
}
