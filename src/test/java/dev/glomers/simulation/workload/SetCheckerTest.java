package dev.glomers.simulation.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Histories of three nodes, step by step. Process 4 adds 3, {@code 4 +3}, is refused it, {@code
 * +3!}, or does not learn what came of it, {@code +3?}. {@code 4 =1,3} reads 1 and 3, {@code 4 =x}
 * reads what is no number. {@code 4 ( =} begins to read nothing, and {@code 4 )} ends.
 */
class SetCheckerTest {
  private final Chronicle chronicle = new Chronicle(3);

  private record Put(int element) {}

  private record Look() {}

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          added and read                | 0 +0; 0 +1; 1 =0; heal 0 1 2; 1 =0,1         |
          added and never read          | 0 +0; heal 0 1 2; 1 =                        | lost
          read and then no more         | 0 +0; 1 =0; 1 =; heal 0 1 2                  | lost
          not read and then read        | 0 +0; 1 =; 1 =0; heal 0 1 2                  |
          the faults never end          | 0 +0; 1 =                                    |
          nobody knows if it was added  | 0 +0?; heal 0 1 2; 1 =                       |
          but it was read               | 0 +0?; 1 =0; heal 0 1 2; 1 =                 | lost
          read while it was added       | 0 ( +0; 1 ( =; 0 ); 1 ); heal 0 1 2          |
          read just after it was added  | 0 ( +0; 0 ); 1 =; heal 0 1 2                 | lost
          read before it was added      | 1 =; 0 +0; heal 0 1 2                        |
          the later read ended before   | 0 +0; 1 ( =0; 2 =; 1 ); heal 0 1 2           | lost
          the earlier read ended later  | 0 +0; 1 ( =; 2 =0; 1 ); heal 0 1 2           |
          two reads that saw it         | 0 +0; 1 ( =0; 2 =0; 3 =; 1 ); heal 0 1 2     | lost
          the last of the final reads   | 0 +0; heal 0 1 2; 1 =0; 2 =                  | lost
          one of the final reads        | 0 +0; heal 0 1 2; 1 =; 2 =0                  | missing
          one that only it might know   | 0 +0?; heal 0 1 2; 1 =; 2 =0                 | missing
          first of all by a read        | 1 ( =0; 0 ( +0; 1 ); 1 =; heal 0 1 2         | lost
          two elements                  | 0 +0; 0 +1; heal 0 1 2; 1 =; 2 =1            | lost missing
          of a node that is not healed  | 0 +0; heal 1 2; 1 =                          |
          and was read only there       | 0 +0; 0 =0; heal 1 2; 1 =                    |
          and was read elsewhere too    | 0 +0; 1 =0; heal 1 2; 1 =                    | lost
          what is added at the end      | heal 0 1 2; probe; 0 +0; 1 =                 |

          what nobody added             | 1 =0                                         | phantom
          what somebody adds later      | 1 =0; 0 +0                                   | phantom
          what somebody is adding       | 0 ( +0; 1 =0; 0 )                            |
          what is added meanwhile       | 1 ( =0; 0 +0; 1 )                            |
          what is no number             | 1 =x                                         | phantom
          twice the same                | 0 +0; 1 =0,0                                 | duplicate
          what was refused              | 0 +0; 0 +1!; 1 =0,1                          | refused
          other than what was refused   | 0 +0; 0 +1!; 1 =0                            |
          some adds are left out        | 0 +0; 0 +5; 1 =0,5; heal 0 1 2; 1 =0,5       |
          others than these             | 0 +0; 0 +5; 1 =0,3,5                         | phantom
          and are lost                  | 0 +0; 0 +5; heal 0 1 2; 1 =0                 | lost
          and were refused              | 0 +3; 0 +5!; 1 =3,5                          | refused
          """)
  void findsWhatIsWrong(String name, String steps, @Nullable String kinds) {
    tell(steps);
    assertThat(chronicle.kinds(checker()))
        .isEqualTo(kinds == null ? List.of() : List.of(kinds.split(" ", -1)));
  }

  @Test
  void manyElements() {
    for (int element = 0; element < 200; element++) {
      tell("0 +" + element);
    }
    tell("heal 0 1 2; 1 =63,64,127,128,199");
    assertThat(figures()).containsEntry("stable", 5L).containsEntry("lost", 195L);
  }

  @Test
  void counts() {
    tell("0 +0; 0 +1; 0 +2?; 0 +3; 1 =0,1; 1 =0; heal 0 1 2; 1 =0,3; probe; 1 +4");
    assertThat(figures())
        .containsExactly(
            Map.entry("elements", 4),
            Map.entry("stable", 2L),
            Map.entry("lost", 1L),
            Map.entry("never-read", 1L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 +0; 1 =0                                | 0
          0 +0; pass 10; 1 =; 1 =0                  | 11
          0 +0; pass 10; 1 =; pass 9; 2 =; 1 =0     | 22
          1 =; 0 +0; 1 =0                           | 0
          0 ( +0; 1 =0; pass 10; 1 =; 0 ); 2 =0     | 11
          0 ( +0; 1 ( =0; pass 5; 0 ); pass 10; 1 ); 2 =; 2 =0 | 12
          0 +0; 1 ( =; pass 10; 2 =0; 1 )           | 1
          """)
  void measuresHowLongAnElementIsNotSeenEverywhere(String steps, long millis) {
    tell(steps);
    assertThat(chronicle.judge(checker()).latency().orElseThrow().maxNanos())
        .isEqualTo(millis * 1_000_000);
  }

  @Test
  void measuresOnlyWhatIsStable() {
    tell("0 +0; 1 =0; 1 =; 0 +1");
    assertThat(chronicle.judge(checker()).latency()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 +0; 1 =0; 2 =; heal 0 1 2 | 0 was known since 0.001 s: process 0 at n0 invoked Put[element=0]: ok; but it is not in 0.005 s: process 2 at n2 invoked Look[]: ok, 0 values; last read by 0.003 s: process 1 at n1 invoked Look[]: ok, 1 values
          0 +7; heal 0 1 2; 1 =       | 7 was known since 0.001 s: process 0 at n0 invoked Put[element=7]: ok; but it is not in 0.003 s: process 1 at n1 invoked Look[]: ok, 0 values; no read ever had it
          0 +0; 0 +1!; 1 =0,1         | 0.005 s: process 1 at n1 invoked Look[]: ok, 2 values; refused add: 0.003 s: process 0 at n0 invoked Put[element=1]: fail, no
          1 =0; 0 +0                  | 0.003 s: process 0 at n0 invoked Put[element=0]: ok had not been added before 0.001 s: process 1 at n1 invoked Look[]: ok, 1 values
          1 =0                        | number 0 had not been added before 0.001 s: process 1 at n1 invoked Look[]: ok, 1 values
          0 +0; 1 =0,0                | 0 occurs twice in one read: 0.003 s: process 1 at n1 invoked Look[]: ok, 1 values
          1 =x                        | ["x"] was never added: 0.001 s: process 1 at n1 invoked Look[]: ok, 0 values and ["x"]
          """)
  void tellsWhatWasSeen(String steps, String words) {
    tell(steps);
    assertThat(chronicle.judge(checker()).anomalies())
        .extracting(Anomaly::words)
        .containsExactly(words);
  }

  private static SetChecker checker() {
    return new SetChecker(Look.class, put -> ((Put) put).element());
  }

  private Map<String, Number> figures() {
    return chronicle.judge(checker()).figures();
  }

  private void tell(String steps) {
    chronicle.tell(steps, SetCheckerTest::request, SetCheckerTest::result);
  }

  private static Record request(String word) {
    return word.startsWith("+")
        ? new Put(Integer.parseInt(word.substring(1).replaceAll("[!?]", "")))
        : new Look();
  }

  private static @Nullable Object result(String word) {
    return word.startsWith("+") ? null : read(word.substring(1));
  }

  private static ReadValues read(String elements) {
    BitSet values = new BitSet();
    List<JsonNode> strange = new ArrayList<>();
    int repeated = ReadValues.NONE;
    for (String each : elements.isEmpty() ? new String[0] : elements.split(",", -1)) {
      if (each.equals("x")) {
        strange.add(TextNode.valueOf(each));
      } else {
        int value = Integer.parseInt(each);
        repeated = values.get(value) ? value : repeated;
        values.set(value);
      }
    }
    return new ReadValues(values, strange, repeated);
  }
}
