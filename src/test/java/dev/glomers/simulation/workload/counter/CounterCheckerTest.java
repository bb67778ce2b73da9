package dev.glomers.simulation.workload.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.Chronicle;
import dev.glomers.simulation.workload.counter.CounterWorkload.Add;
import dev.glomers.simulation.workload.counter.CounterWorkload.AddOk;
import dev.glomers.simulation.workload.counter.CounterWorkload.Read;
import dev.glomers.simulation.workload.counter.CounterWorkload.ReadOk;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Histories of three nodes, step by step. Process 4 adds 3, {@code 4 +3}, is refused it, {@code
 * +3!}, or does not learn what came of it, {@code +3?}. {@code 4 =3} reads 3. {@code 4 ( +3}
 * begins, and {@code 4 )} ends.
 */
class CounterCheckerTest {
  private final Chronicle chronicle = new Chronicle(3);

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          both | the sum                       | 0 +3; 0 +1; heal 0 1 2; 1 =4               |
          both | less                          | 0 +3; heal 0 1 2; 1 =2                     | lost-add
          both | more than all                 | 0 +3; heal 0 1 2; 1 =4                     | wrong-sum never-added
          both | before the end                | 0 +3; 1 =2                                 |
          both | what was refused              | 0 +3!; heal 0 1 2; 1 =3                    | wrong-sum never-added
          both | without what was refused      | 0 +3!; heal 0 1 2; 1 =0                    |
          both | one that is uncertain         | 0 +3; 0 +2?; heal 0 1 2; 1 =5              |
          both | one that is uncertain, not    | 0 +3; 0 +2?; heal 0 1 2; 1 =3              |
          both | half of one                   | 0 +3; 0 +2?; heal 0 1 2; 1 =4              | wrong-sum
          both | one more than all             | 0 +3; 0 +2?; heal 0 1 2; 1 =6              | wrong-sum never-added
          both | the second of two             | 0 +1?; 0 +4?; heal 0 1 2; 1 =4             |
          both | both                          | 0 +1?; 0 +4?; heal 0 1 2; 1 =5             |
          both | what none comes to            | 0 +1?; 0 +4?; heal 0 1 2; 1 =3             | wrong-sum
          both | less than what is certain     | 0 +1?; 0 +4; heal 0 1 2; 1 =3              | lost-add
          both | what the core need not know   | 0 +3; heal 1 2; 1 =0                       |
          both | what the core may know        | 0 +3; heal 1 2; 1 =3                       |
          both | what the core must know       | 1 +3; heal 1 2; 1 =0                       | lost-add
          both | what all must know            | 0 +3; heal; 1 =0                           | lost-add
          both | two final sums                | 0 +1?; heal 0 1 2; 0 =0; 1 =1              | diverged
          both | one final sum                 | 0 +1?; heal 0 1 2; 0 =1; 1 =1              |
          both | before it was added           | 1 =1; 0 +1                                 | never-added
          both | while it is added             | 0 ( +1; 1 =1; 0 )                          |
          both | the read began before         | 1 ( =1; 0 +1; 1 )                          |
          both | the reads end in another order| 1 ( =1; 2 =0; 0 +1; 1 )                    |
          both | of two clients                | 0 +3; 1 =3; 4 =0                           |
          g    | of one client                 | 0 +3; 1 =3; 1 =0                           | went-back
          g    | the same again                | 0 +3; 1 =3; 1 =3                           |
          pn   | of one client                 | 0 +3; 1 =3; 1 =0                           |
          pn   | the sum of both signs         | 0 +3; 0 +-2; heal 0 1 2; 1 =1              |
          pn   | less than nothing             | 0 +-2; 1 =-2                               |
          pn   | less than all                 | 0 +-2; 1 =-3                               | never-added
          pn   | an uncertain negative         | 0 +3; 0 +-2?; heal 0 1 2; 1 =1             |
          pn   | an uncertain negative, not    | 0 +3; 0 +-2?; heal 0 1 2; 1 =3             |
          pn   | half of it                    | 0 +3; 0 +-2?; heal 0 1 2; 1 =2             | wrong-sum
          pn   | less than with it             | 0 +3; 0 +-2?; heal 0 1 2; 1 =0             | lost-add
          """)
  void findsWhatIsWrong(String counter, String name, String steps, @Nullable String kinds) {
    tell(steps);
    for (boolean growOnly : List.of(true, false)) {
      if (counter.equals("both") || counter.equals(growOnly ? "g" : "pn")) {
        assertThat(chronicle.kinds(new CounterChecker(growOnly)))
            .as("grows only: %s", growOnly)
            .isEqualTo(kinds == null ? List.of() : List.of(kinds.split(" ", -1)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 +3; pass 300; 1 =0                     | 301
          0 +3; pass 300; 1 =3                     | 0
          0 +3; pass 300; 1 =2                     | 301
          0 +3?; pass 300; 1 =0                    | 0
          0 +3; pass 20; 0 +2; pass 300; 1 =3      | 301
          0 +3; pass 20; 0 +0; pass 300; 1 =0      | 323
          0 ( +3; 1 +1; pass 20; 0 ); pass 300; 2 =0 | 322
          0 +3; pass 300; 1 =0; 1 =3; pass 300; 1 =3 | 301
          1 ( =0; 0 +3; pass 300; 1 )              | 0
          """)
  void measuresHowFarReadsAreBehind(String steps, long lagMillis) {
    tell(steps);
    assertThat(chronicle.judge(new CounterChecker(true)).figures())
        .containsEntry("worst-lag-ms", lagMillis);
  }

  @Test
  void counts() {
    tell("0 +3; 0 +-1; 0 +1?; 0 +9!; 0 =0; heal 0 1 2; 1 =2; 2 =2");
    assertThat(chronicle.judge(new CounterChecker(false)).figures())
        .containsExactly(
            Map.entry("sum", 2L),
            Map.entry("adds", 3),
            Map.entry("uncertain-adds", 1),
            Map.entry("final-reads", 2L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 +3; heal 0 1 2; 1 =2        | 0.003 s: process 1 at n1 invoked Read[]: ok, ReadOk[value=2], but the final sum is 3
          0 +3; 0 +2?; 0 +-1?; heal 0 1 2; 1 =1 | 0.007 s: process 1 at n1 invoked Read[]: ok, ReadOk[value=1], but the final sum is 3 by the acknowledged adds, or 2 to 5 with the 2 adds of unknown outcome
          0 +3; 0 +-1; 1 =4             | 0.005 s: process 1 at n1 invoked Read[]: ok, ReadOk[value=4], but the adds begun until then sum to no less than -1 and no more than 3
          """)
  void tellsWhatShouldHaveBeenRead(String steps, String words) {
    tell(steps);
    assertThat(chronicle.judge(new CounterChecker(false)).anomalies())
        .extracting(Anomaly::words)
        .containsExactly(words);
  }

  private void tell(String steps) {
    chronicle.tell(steps, CounterCheckerTest::request, CounterCheckerTest::result);
  }

  private static Record request(String word) {
    return word.startsWith("+") ? new Add(number(word)) : new Read();
  }

  private static Object result(String word) {
    return word.startsWith("+") ? new AddOk() : new ReadOk(number(word));
  }

  private static long number(String word) {
    return Long.parseLong(word.substring(1).replaceAll("[!?]", ""));
  }
}
