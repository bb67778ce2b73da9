package dev.glomers.simulation.workload.linkv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.Chronicle;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.linkv.LinKvWorkload.Cas;
import dev.glomers.simulation.workload.linkv.LinKvWorkload.CasOk;
import dev.glomers.simulation.workload.linkv.LinKvWorkload.Read;
import dev.glomers.simulation.workload.linkv.LinKvWorkload.ReadOk;
import dev.glomers.simulation.workload.linkv.LinKvWorkload.Write;
import dev.glomers.simulation.workload.linkv.LinKvWorkload.WriteOk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Histories of key 1, step by step. Process 4 writes 3, {@code 4 w3}, reads it, {@code 4 r3}, and
 * changes it to 5, {@code 4 c3>5}. {@code !} after it says that the node refused it, since there
 * was another value, {@code -} that there was none, and {@code ?} that nobody knows.
 */
class LinKvCheckerTest {
  private final Chronicle chronicle = new Chronicle(3);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          what was written         | 0 w3; 1 r3; 1 c3>5; 0 r5       |
          what was written before  | 0 w3; 0 w5; 1 r3               | nonlinearizable
          what nobody wrote        | 0 w3; 1 r4                     | nonlinearizable
          another expected value   | 0 w3; 1 c4>5                   | nonlinearizable
          before any value         | 0 r-; 0 w3                     |
          after a value            | 0 w3; 0 r-                     | nonlinearizable-refusal
          a change of no value     | 0 c3>5-; 0 w3                  |
          a change of a value      | 0 w3; 0 c3>5-                  | nonlinearizable-refusal
          a change of another      | 0 w3; 0 c4>5!; 0 r3            |
          a change of the same     | 0 w3; 0 c3>5!                  | nonlinearizable-refusal
          a refused change is none | 0 w3; 0 c4>5!; 0 r5            | nonlinearizable
          a refused write is none  | 0 w3; 0 w5!; 0 r3              |
          a refused write is seen  | 0 w3; 0 w5!; 0 r5              | nonlinearizable
          a write of no value      | 0 w3-; 0 r-                    |
          an unclear write         | 0 w3; 0 w5?; 1 r5              |
          an unclear write, not    | 0 w3; 0 w5?; 1 r3              |
          an unclear write, back   | 0 w3; 0 w5?; 1 r5; 1 r3        | nonlinearizable
          an unclear change        | 0 w3; 0 c3>5?; 1 r5            |
          an unclear change, back  | 0 w3; 0 c3>5?; 1 r5; 1 r3      | nonlinearizable
          an unclear read          | 0 w3; 0 r4?; 1 r3              |
          two that are wrong       | 0 w3; 0 r-; 1 r4               | nonlinearizable
          """)
  void findsWhatIsWrong(String name, String steps, @Nullable String kinds) {
    tell(steps);
    assertThat(chronicle.kinds(new LinKvChecker()))
        .isEqualTo(kinds == null ? List.of() : List.of(kinds.split(" ", -1)));
  }

  @Test
  void eachKeyIsARegisterOfItsOwn() {
    tell("0 w3");
    chronicle.ok(0, new Write(2, 5), new WriteOk());
    chronicle.ok(0, new Cas(2, 5, 6), new CasOk());
    tell("0 r3; 1 w9?");
    assertThat(chronicle.kinds(new LinKvChecker())).isEmpty();
    assertThat(chronicle.judge(new LinKvChecker()).figures())
        .containsExactly(Map.entry("keys", 2), Map.entry("unknown-outcomes", 1L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 w3; 1 r4      | the key could only be 3 (by 0.001 s: process 0 at n0 invoked Write[key=1, value=3]: ok, WriteOk[]); no operation had written 4
          0 w3; 0 w4; 1 r3| the key could only be 4 (by 0.003 s: process 0 at n0 invoked Write[key=1, value=4]: ok, WriteOk[]); 3 was last written by 0.001 s: process 0 at n0 invoked Write[key=1, value=3]: ok, WriteOk[]
          0 r3; 0 w3      | the key could only be without a value; no operation had written 3
          0 w3; 0 r-      | the key could only be 3 (by 0.001 s: process 0 at n0 invoked Write[key=1, value=3]: ok, WriteOk[])
          0 w3; 0 c3>5!   | the key could only be 3 (by 0.001 s: process 0 at n0 invoked Write[key=1, value=3]: ok, WriteOk[])
          0 w3; 0 w3; 0 w4; 0 r3 | the key could only be 4 (by 0.005 s: process 0 at n0 invoked Write[key=1, value=4]: ok, WriteOk[]); 3 was last written by 0.003 s: process 0 at n0 invoked Write[key=1, value=3]: ok, WriteOk[]
          """)
  void tellsWhatItCouldHaveBeen(String steps, String words) {
    tell(steps);
    List<Anomaly> anomalies = chronicle.judge(new LinKvChecker()).anomalies();
    assertThat(anomalies).hasSize(1);
    assertThat(anomalies.get(0).words())
        .endsWith("; no order of the operations explains it. Before it " + words);
  }

  @Test
  void saysWhatItCouldNotDecide() {
    tell("0 w1?; ".repeat(64));
    assertThat(chronicle.judge(new LinKvChecker()).unchecked()).isEmpty();
    tell("0 w1?");
    assertThat(chronicle.judge(new LinKvChecker()).unchecked())
        .containsExactly(
            "whether key 1 is linearizable: more than 64 operations of unknown outcome");
  }

  @Test
  void tellsAllThatItCouldHaveBeen() {
    Operation three = chronicle.begin(0, new Write(1, 3));
    Operation five = chronicle.begin(1, new Write(1, 5));
    chronicle.ok(three, new WriteOk());
    chronicle.ok(five, new WriteOk());
    tell("2 r9");
    assertThat(chronicle.judge(new LinKvChecker()).anomalies().get(0).words())
        .containsSubsequence(
            "could only be 3 (by ", "), or 5 (by ", "); no operation had written 9");
  }

  @ParameterizedTest
  @CsvSource({"64, 0", "65, 1"})
  void saysThatTooMuchHappenedAtOnce(int clients, int undecided) {
    List<Operation> reads = new ArrayList<>();
    for (int process = 0; process < clients; process++) {
      reads.add(chronicle.begin(process, new Read(1)));
    }
    tell("65 w1?");
    reads.forEach(read -> chronicle.ok(read, new ReadOk(Json.of(1))));
    assertThat(chronicle.judge(new LinKvChecker()).unchecked()).hasSize(undecided);
  }

  private void tell(String steps) {
    Arrays.stream(steps.split(";", -1))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .forEach(this::step);
  }

  private void step(String step) {
    String[] words = step.split(" ", -1);
    int process = Integer.parseInt(words[0]);
    String word = words[1];
    char end = word.charAt(word.length() - 1);
    Record request = request(word.replaceAll("[-!?]", ""));
    switch (end) {
      case '-' -> chronicle.refused(process, request, ErrorCode.KEY_DOES_NOT_EXIST);
      case '!' -> chronicle.refused(process, request, ErrorCode.PRECONDITION_FAILED);
      case '?' -> chronicle.unclear(process, request);
      default -> chronicle.ok(process, request, result(word));
    }
  }

  private static Record request(String word) {
    String[] numbers = word.substring(1).split(">", -1);
    return switch (word.charAt(0)) {
      case 'w' -> new Write(1, Integer.parseInt(numbers[0]));
      case 'c' -> new Cas(1, Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
      default -> new Read(1);
    };
  }

  private static Record result(String word) {
    return switch (word.charAt(0)) {
      case 'w' -> new WriteOk();
      case 'c' -> new CasOk();
      default -> new ReadOk(Json.of(Integer.parseInt(word.substring(1))));
    };
  }
}
