package dev.glomers.simulation.workload.listappend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.Chronicle;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.TxnProtocol.Txn;
import dev.glomers.simulation.workload.listappend.ListAppendWorkload.TxnOk;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Histories, step by step. {@code 4 a1=2 r3=5,6 r7} is a transaction of process 4: it appends 2 to
 * key 1, finds 5 and 6 at key 3 and nothing at key 7. {@code 4 ( a1=2} begins one, and {@code 4 )}
 * ends it.
 */
class ListAppendCheckerTest {
  private final Chronicle chronicle = new Chronicle(3);
  private final Map<Integer, Runnable> underWay = new HashMap<>();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          one after the other           | 0 a1=1; 1 r1=1; 0 a1=2; 1 r1=1,2              |
          many elements                 | 0 a1=1; 0 a1=9; 0 a1=18; 1 r1=1,9,18          |
          own appends are seen          | 0 a1=1 r1=1 a1=2 r1=1,2                       |
          what was read before, and own appends | 0 a1=1; 1 r1=1 a1=2 r1=1,2            |
          own appends are not seen      | 0 a1=1 r1                                     | internal
          not all of them               | 0 a1=1 a1=2 r1=2                              | internal
          not in this order             | 0 a1=1 a1=2 r1=2,1                            | internal
          one is not the last           | 0 ( a1=1; 1 ( a1=2 r1=2,1; 0 ); 1 )           | internal G1c
          a list changes meanwhile      | 0 ( a1=1; 1 ( r1 r1=1; 0 ); 1 )               | internal G-single
          of another key it may differ  | 0 a1=1 r2 r1=1                                |
          before they are made          | 0 r1=1 a1=1                                   | future-read
          of another key                | 0 a2=1; 0 r2=1 a1=1                           |

          what nobody appended          | 0 r1=1                                        | never-written
          beyond what anybody appended  | 0 a1=1; 0 r1=1,9                              | never-written
          what was refused              | 0 refused a1=1; 1 r1=1                        | G1a
          what may have been refused    | 0 unclear a1=1; 1 r1=1                        |
          twice the same                | 0 a1=1; 1 r1=1,1                              | duplicate-elements
          a part of a transaction       | 0 ( a1=1 a1=2; 1 r1=1; 0 )                    | G1b
          its own part                  | 0 a1=1 r1=1 a1=2; 1 r1=1,2                    |
          a part in the middle          | 0 ( a1=1 a1=2; 1 ( a1=3; 0 ); 1 ); 2 r1=1,3,2 | G0
          parts of two keys             | 0 ( a2=1 a1=1 a2=2; 1 r1=1 r2=1; 0 )          | G1b

          acknowledged and in no list   | 0 a1=1; 1 r1                                  | lost-append
          acknowledged and not in the last | 0 a1=1; 0 a1=2; 1 r1; 1 r1=2               | lost-append G-single-realtime
          the last was read meanwhile   | 0 ( a1=1; 1 r1; 0 )                           |
          a key that nobody read        | 0 a1=1; 1 r2                                  |
          nobody knows if it was appended | 0 unclear a1=1; 1 r1                        |
          who lost it shows it himself  | 0 a1=1; 0 r1=1; 1 r1=1                        |
          two lists                     | 0 a1=1; 1 a1=2; 2 ( r1=1,2; 4 ( r1=2,1; 2 ); 4 ) | incompatible-order G-single-realtime
          two appended to the same      | 0 a1=1; 1 ( r1=1 a1=2; 2 ( r1=1 a1=3; 1 ); 2 ); 0 r1=1,2,3 | lost-update G-single
          two read the same             | 0 a1=1; 1 ( r1=1 a2=2; 2 ( r1=1 a3=3; 1 ); 2 ); 0 r1=1 |
          one only read it after        | 0 a1=1; 1 ( r1=1 a1=2; 2 ( a1=3 r1=1,3; 1 ); 2 ) |

          both append to two keys       | 0 ( a1=1 a2=1; 1 ( a1=2 a2=2; 0 ); 1 ); 2 r1=1,2 r2=1,2 |
          in two orders                 | 0 ( a1=1 a2=1; 1 ( a1=2 a2=2; 0 ); 1 ); 2 r1=1,2 r2=2,1 | G0
          in the wrong order            | 0 a1=1; 1 a1=2; 2 r1=2,1                      | G0-realtime
          in the wrong order of a client| 0 a1=1; 0 a1=2; 2 r1=2,1                      | G0-process G0-realtime
          both read each other          | 0 ( a1=1 r2=1; 1 ( a2=1 r1=1; 0 ); 1 )        | G1c
          one read the other too early  | 0 r1=1; 1 a1=1                                | G1c-realtime
          one did not see all           | 0 ( a1=1 a2=1; 1 ( r1=1 r2; 0 ); 1 ); 2 r2=1  | G-single
          one did not see what was over | 0 a1=1; 1 r1; 2 r1=1                          | G-single-realtime
          one did not see the second    | 0 a1=1; 0 a1=2; 1 r1=1; 2 r1=1,2              | G-single-realtime
          but what was under way        | 0 ( a1=1; 1 r1; 0 ); 2 r1=1                   |
          nor what may not have been    | 0 unclear a1=1; 1 r1; 2 r1=1                  |
          one did not see what it had seen | 0 a1=1; 1 r1=1; 1 r1                       | G-single-process G-single-realtime
          one did, but not the one after| 0 ( r1 a2=1 r4=1; 1 ( a1=1 r2 a3=1; 2 ( a3=2 a4=1; 0 ); 1 ); 2 ); 4 r1=1 r2=1 r3=1,2 | G-single G2-item
          two had ended                 | 0 ( a1=1; 1 ( r2; 0 ); 1 ); 2 r1; 4 r1=1      | G-single-realtime
          neither saw the other         | 0 ( r1 a2=1; 1 ( r2 a1=1; 0 ); 1 ); 2 r1=1 r2=1 | G2-item
          what was refused has no place | 0 a1=1; 1 refused a1=2; 2 r1=1,2; 2 r1=1      | G1a
          nor what nobody appended      | 0 a1=1; 2 r1=1,7; 2 r1=1                      | never-written
          nor what comes twice          | 0 a1=1; 0 a1=2; 2 r1=1,1,2; 2 r1=1,2          | duplicate-elements incompatible-order
          an order with a gap           | 0 a1=1; 0 refused a1=2; 0 a1=3; 2 r1=1,2,3; 2 r1=1,2 | G1a G1a G-single-process G-single-realtime
          """)
  void findsWhatIsWrong(String name, String steps, @Nullable String kinds) {
    tell(steps);
    assertThat(found())
        .containsExactlyInAnyOrderElementsOf(
            kinds == null ? List.of() : List.of(kinds.split(" ", -1)));
  }

  @ParameterizedTest
  @CsvSource({
    "strict-serializable, G0-process G0-realtime, G-single",
    "strong-serializable, G0-process G0-realtime, G-single",
    "strong-session-serializable, G0-process, G-single",
    "serializable, , G-single",
    "read-committed, ,"
  })
  void asksForAsMuchAsTheModelPromises(
      String model, @Nullable String backwards, @Nullable String fractured) {
    tell("0 a1=1; 0 a1=2; 2 r1=2,1");
    assertThat(found(model))
        .isEqualTo(backwards == null ? List.of() : List.of(backwards.split(" ", -1)));
    Chronicle other = new Chronicle(3);
    Operation one = other.begin(0, txn("a1=1", "a2=1"));
    other.ok(1, txn("r1=1", "r2"), txnOk("r1=1", "r2"));
    other.ok(one, txnOk("a1=1", "a2=1"));
    other.ok(2, txn("r2=1"), txnOk("r2=1"));
    assertThat(other.kinds(new ListAppendChecker(List.of(model))))
        .isEqualTo(fractured == null ? List.of() : List.of(fractured));
    assertThat(other.judge(new ListAppendChecker(List.of(model))).unchecked())
        .hasSize(fractured == null ? 1 : 0);
  }

  @Test
  void whatTheWeakModelsForbidTooIsFound() {
    tell("0 ( a1=1 r2=1; 1 ( a2=1 r1=1; 0 ); 1 )");
    assertThat(found("read-committed")).containsExactly("G1c");
  }

  @Test
  void tellsWhatMaelstromLooksForToo() {
    tell("0 a1=1; 1 a1=2; 2 r1=2,1; 0 r1=7; 0 r3; 0 a3=1; 0 r3");
    assertThat(chronicle.judge(checker()).anomalies())
        .filteredOn(Anomaly::beyondMaelstrom)
        .extracting(Anomaly::kind)
        .containsExactlyInAnyOrder("never-written", "lost-append");
  }

  @Test
  void counts() {
    tell("0 a1=1 a1=2; 1 r1=1,2; 2 unclear r1; 2 r3");
    assertThat(chronicle.judge(checker()).figures())
        .containsEntry("keys", 4)
        .containsEntry("transactions", 3L)
        .containsEntry("ordered-appends", 2);
  }

  @Test
  void doesNotTellWhoCameBetween() {
    tell("0 a1=1; 1 r2; 2 r2; 3 r1; 4 r1=1");
    assertThat(words())
        .containsExactly(
            "(0.007 s: process 3 at n0 invoked [r 1]: ok, [r 1=null]) read key 1 without the"
                + " element that was appended by (0.001 s: process 0 at n0 invoked [append 1=1]: ok, [append 1=1]);"
                + " but (0.001 s: process 0 at n0 invoked [append 1=1]: ok, [append 1=1]) had ended"
                + " before the beginning of (0.007 s: process 3 at n0 invoked [r 1]: ok, [r"
                + " 1=null])");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 ( a1=1 a2=1; 1 ( a1=2 a2=2; 0 ); 1 ); 2 r1=1,2 r2=2,1 | appended to key 1 just before
          0 ( a1=1 r2=1; 1 ( a2=1 r1=1; 0 ); 1 )                  | appended to key 2 an element that was read by
          0 ( a1=1 a2=1; 1 ( r1=1 r2; 0 ); 1 ); 2 r2=1            | read key 2 without the element that was appended by
          0 a1=1; 0 a1=2; 2 r1=2,1                                | preceded, in the same client,
          """)
  void tellsACycleStepByStep(String steps, String words) {
    tell(steps);
    assertThat(words().get(0)).contains(words, "; but ");
  }

  private ListAppendChecker checker() {
    return new ListAppendChecker(List.of());
  }

  private List<String> found(String... models) {
    return chronicle.kinds(new ListAppendChecker(List.of(models)));
  }

  private List<String> words() {
    return chronicle.judge(checker()).anomalies().stream().map(Anomaly::words).toList();
  }

  private void tell(String steps) {
    Arrays.stream(steps.split(";", -1)).map(String::strip).forEach(this::step);
  }

  private void step(String step) {
    String[] words = step.split(" ", -1);
    int process = Integer.parseInt(words[0]);
    String[] rest = Arrays.copyOfRange(words, 2, words.length);
    switch (words[1]) {
      case "(" -> {
        Operation operation = chronicle.begin(process, txn(rest));
        underWay.put(process, () -> chronicle.ok(operation, txnOk(rest)));
      }
      case ")" -> Objects.requireNonNull(underWay.remove(process)).run();
      case "refused" -> chronicle.refused(process, txn(rest));
      case "unclear" -> chronicle.unclear(process, txn(rest));
      default -> {
        String[] all = Arrays.copyOfRange(words, 1, words.length);
        chronicle.ok(process, txn(all), txnOk(all));
      }
    }
  }

  private static Txn txn(String... operations) {
    return new Txn(
        "append",
        Arrays.stream(operations).mapToInt(each -> each.charAt(1) - '0').toArray(),
        Arrays.stream(operations)
            .mapToInt(each -> each.startsWith("a") ? list(each)[0] : 0)
            .toArray());
  }

  private static TxnOk txnOk(String... operations) {
    return new TxnOk(
        txn(operations),
        Arrays.stream(operations)
            .map(each -> each.startsWith("a") ? new int[0] : list(each))
            .toArray(int[][]::new));
  }

  private static int[] list(String operation) {
    return operation.length() == 2
        ? new int[0]
        : Arrays.stream(operation.substring(3).split(",", -1))
            .mapToInt(Integer::parseInt)
            .toArray();
  }
}
