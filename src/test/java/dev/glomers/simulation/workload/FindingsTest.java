package dev.glomers.simulation.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private final Findings findings = new Findings(Set.of("lost"));

  @Test
  void tellOfEachKindTheFirstEightAndCountAll() {
    for (int i = 0; i < 10; i++) {
      int number = i;
      findings.add("lost", () -> "number " + number);
      findings.add("found", () -> "number " + number);
    }
    Verdict verdict = findings.verdict(Map.of());
    assertThat(verdict.anomalies()).hasSize(16).contains(new Anomaly("lost", "number 7"));
    assertThat(verdict.figures()).isEqualTo(Map.of("lost", 10, "found", 10));
  }

  @Test
  void tellWhatMaelstromDoesNotLookFor() {
    findings.add("lost", () -> "here");
    findings.add("found", () -> "there");
    assertThat(findings.verdict(Map.of()).anomalies())
        .extracting(Anomaly::toString)
        .containsExactly("lost: here", "found (Maelstrom does not look for it): there");
  }

  @Test
  void leaveTheFiguresAsTheyAre() {
    findings.add("lost", () -> "here");
    findings.unchecked("the rest");
    Optional<Latency> latency = Latency.of(new long[] {1});
    Verdict verdict = findings.verdict(Map.of("lost", 5, "all", 7), latency);
    assertThat(verdict.figures()).isEqualTo(Map.of("lost", 5, "all", 7));
    assertThat(verdict.unchecked()).containsExactly("the rest");
    assertThat(verdict.latency()).isEqualTo(latency);
  }

  @Test
  void latenciesHaveQuantilesAsJepsenTakesThem() {
    assertThat(Latency.of(new long[0])).isEmpty();
    assertThat(Latency.of(new long[] {5})).contains(new Latency(1, 5, 5, 5, 5));
    assertThat(Latency.of(new long[] {4, 2, 3, 1})).contains(new Latency(4, 3, 4, 4, 4));
    long[] hundred = new long[100];
    for (int i = 0; i < 100; i++) {
      hundred[i] = 100L - i;
    }
    assertThat(Latency.of(hundred)).contains(new Latency(100, 51, 96, 100, 100));
  }
}
