package dev.glomers.simulation.workload.txn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.Inspectable;
import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.Chronicle;
import dev.glomers.simulation.workload.TxnProtocol.Txn;
import dev.glomers.simulation.workload.txn.TxnWorkload.TxnOk;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Histories of three nodes, step by step. {@code 4 w1=2 r3=5 r6} is a transaction of process 4, at
 * node 1: it writes 2 to key 1, finds 5 at key 3 and nothing at key 6. {@code order 1=2,3}: the
 * nodes say that key 1 had the values 2 and 3, in this order.
 */
class TxnCheckerTest {
  private final Chronicle chronicle = new Chronicle(3);
  private final Versions versions = new Versions();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          own writes are seen           | 0 w1=1 r1=1                                   |
          of own writes the last        | 0 w1=1 w1=2 r1=1                              | internal
          own writes are not seen       | 0 w1=1 r1                                     | internal
          before they are made          | 0 r1=1 w1=1                                   | internal
          a key changes meanwhile       | 0 w1=1; 1 r1 w2=1 r1=1                        | internal fractured-read
          what nobody wrote             | 0 w1=1; 1 r1=2                                | never-written
          what nobody wrote, later      | 0 w1=1; 1 r1=1; 1 r1=17                       | never-written
          a key that nobody wrote       | 0 r1=1                                        | never-written
          less than any value           | 0 w1=1; heal 0 1 2; 1 r1=-5                   | never-written
          what was refused              | 0 refused w1=1; 1 r1=1                        | G1a
          what may have been refused    | 0 unclear w1=1; 1 r1=1                        |
          what was overwritten at once  | 0 w1=1 w1=2; 1 r1=1                           | G1b

          order of writes               | 0 w1=1 w2=1; 1 w1=2 w2=2; order 1=1,2; order 2=1,2 |
          two orders of writes          | 0 w1=1 w2=1; 1 w1=2 w2=2; order 1=1,2; order 2=2,1 | G0
          values of nobody in between   | 0 w1=1 w2=1; 1 w1=2 w2=2; order 1=1,9,2; order 2=2,9,1 | G0
          both read each other          | 0 w1=1 r2=1; 1 w2=1 r1=1                      | G1c
          overwritten by what it read   | 0 w1=1; 1 r1=1 w1=2; order 1=2,1              | G0
          by a client's order           | 0 r1=1; 0 w2=1; 1 w1=1 r2=1                   | G1c-process
          a kill ends a session         | 0 r1=1; kill 0; 0 w2=1; 1 w1=1 r2=1           |
          of another node it does not   | 0 r1=1; kill 1; 0 w2=1; 1 w1=1 r2=1           | G1c-process

          a client reads what it wrote  | 0 w1=1; 0 r1=1                                |
          it does not                   | 0 w1=1; 0 r1                                  | read-your-writes
          it does not, at the 16th write| 0 w1=16; 0 r1                                 | read-your-writes
          it does not, beyond           | 0 w1=17; 0 r1                                 | read-your-writes
          it does so no more            | 0 w1=1; 0 r1=1; 0 r1                          | read-your-writes
          twice in a transaction        | 0 w1=1; 0 r1 r1                               | read-your-writes
          two keys in a transaction     | 0 w1=1; 0 w2=1; 0 r1 r2                       | read-your-writes read-your-writes
          a refused write is not missed | 0 refused w1=1; 0 r1                          |
          nor after it was read         | 0 refused w1=1; 1 r1=1; 1 r1                  | G1a
          an unclear one is             | 0 unclear w1=1; 0 r1                          | read-your-writes
          reads of the unclear say nothing| 0 w1=1; 0 unclear r1                        |
          a kill takes it               | 0 w1=1; kill 0; 0 r1                          |
          another client wrote it       | 0 w1=1; 3 r1                                  |
          the order says it is older    | 0 w1=1; 1 w1=2; 1 r1=1; order 1=1,2           | read-your-writes
          the order says it is newer    | 0 w1=1; 1 w1=2; 1 r1=1; order 1=2,1           |
          the client's order says so    | 0 w1=1; 0 w1=16; 0 r1=1                       | read-your-writes G1c-process

          what a writer had read        | 0 w1=1; 1 r1=1 w2=1; 2 r2=1; 2 r1             | causal
          in one transaction            | 0 w1=1; 1 r1=1 w2=1; 2 r2=1 r1                | causal
          what it had read before       | 0 w1=1; 1 r1=1; 1 w2=1; 2 r2=1; 2 r1          | causal
          what it had read after        | 0 w1=1; 1 w2=1; 1 r1=1; 2 r2=1; 2 r1          |
          what its client wrote later   | 0 w1=1; 1 r1=1; 0 w1=2; 1 r1=1                |
          one had seen a first branch   | 0 w1=16; 1 w2=1; 2 r1=16 r2=1 w3=1; 4 r3=1; 4 r1 | causal
          one had seen a second branch  | 0 w1=16; 1 w2=1; 2 r1=16 r2=1 w3=1; 4 r3=1; 4 r2 | causal
          both had been seen            | 0 w1=1; 1 w2=1; 2 r1=1 w3=1; 2 r2=1 w4=1; 4 r4=1 r1=1 r2=1 r3=1 |
          the writer had read the older | 0 w1=16; 1 r1=16 w1=2; 2 r1=2; 2 r1=16        | causal G0
          its client had                | 0 w1=16; 1 r1=16; 1 w1=2; 2 r1=2; 2 r1=16     | causal G0
          it was seen before the older  | 0 w1=2; 1 r1=2; 1 w1=1; 2 r1=2                |
          its client wrote two at once  | 0 w1=1; 1 r1=1; 1 w1=2 w1=3; 2 r1=3; 2 r1=1   | causal G0

          one of two writes             | 0 w1=1 w2=1; 1 r1=1 r2                        | fractured-read
          the other                     | 0 w1=1 w2=1; 1 r1 r2=1                        | fractured-read
          both                          | 0 w1=1 w2=1; 1 r1=1 r2=1                      |
          one after the other           | 0 w1=1 w2=1; 1 r1=1; 1 r2                     | causal
          an older one                  | 0 w1=1 w2=1; 1 w2=2; 2 r1=1 r2=2; order 2=2,1 | fractured-read
          a newer one                   | 0 w1=1 w2=1; 1 w2=2; 2 r1=1 r2=2; order 2=1,2 |
          also of its own client        | 0 w2=1; 0 w1=1 w2=2; 0 r1=1 r2=1              | fractured-read G1c-process
          other than a later of its own | 0 w1=1 w2=1; 1 r1=1; 1 w2=2; 1 r1=1 r2        | fractured-read

          seen in two orders            | 0 w1=16; 1 w1=2; 2 r1=16; 2 r1=2; 4 r1=2; 4 r1=16 | G0
          seen in two orders, one known | 0 w1=16; 1 w1=2; 2 r1=16; 2 r1=2; 4 r1=2; 4 r1=16; order 1=16,2 | causal
          one was not done              | 0 refused w1=1; 1 w1=2; 2 r1=1; 2 r1=2; 4 r1=2; 4 r1=1 | G1a G1a
          one was not done, otherwise   | 0 w1=1; 1 refused w1=2; 2 r1=1; 2 r1=2; 4 r1=2; 4 r1=1 | G1a G1a
          one was overwritten at once   | 0 w1=1 w1=3; 1 w1=2; 2 r1=1; 2 r1=2; order 1=2,3 | G1b causal
          one was read by nobody who knows | 0 w1=16; 1 w1=2; 2 r1=16; 2 unclear r1=2; 4 r1=2; 4 r1=16 |

          all agree                     | 0 w1=1; heal 0 1 2; 0 r1=1; 1 r1=1; 2 r1=1    |
          they do not                   | 0 w1=1; 1 w2=1; heal 0 1 2; 1 r1 r2=1; 2 r1=1 r2=1 | diverged
          they did not before           | 0 w1=1; 1 r1; heal 0 1 2; 2 r1=1              |
          who has not answered may      | 0 w1=1; heal 0 1 2; 1 r1=1; 2 unclear r1      |
          it is gone                    | 0 w1=16; heal 0 1 2; 1 r1                     | lost-write
          but the faults do not end     | 0 w1=16; heal; 1 r1                           |
          or not for its node           | 0 w1=16; heal 1 2; 1 r1                       |
          or nobody knows if it was     | 0 unclear w1=1; heal 0 1 2; 1 r1              |
          a kill has taken it           | 0 w1=1; kill 0; heal 0 1 2; 1 r1              |
          a kill before has not         | kill 0; 0 w1=1; heal 0 1 2; 1 r1              | lost-write
          who had read it has lost it too| 0 w1=1; 1 r1=1; kill 0; kill 1; heal 0 1 2; 2 r1 |
          who had read it has it still  | 0 w1=1; 1 r1=1; kill 0; heal 0 1 2; 2 r1      | lost-write
          but nobody knows if it was read| 0 w1=1; 1 unclear r1=1; kill 0; heal 0 1 2; 2 r1 |
          another value was read        | 0 w1=1; 3 w2=1; 1 r2=1; kill 0; heal 0 1 2; 2 r1 r2=1 |
          it was overwritten at once    | 0 w1=1 w1=2; heal 0 1 2; 1 r1                 | lost-write
          an older one is there         | 0 w1=1; 1 w1=2; heal 0 1 2; 2 r1=1; order 1=1,2 | lost-write
          a later one is there          | 0 w1=1; 1 w1=2; heal 0 1 2; 2 r1=1; order 1=2,1 |
          one that had been read before | 0 w1=1; 1 r1=1; 1 w1=2; heal 0 1 2; 2 r1=1    | lost-write
          one that was seen earlier     | 0 w1=1; 1 w1=2; 2 r1=1; 2 r1=2; heal 0 1 2; 4 r1=1 | G0
          one that was seen later       | 0 w1=1; 1 w1=2; 2 r1=1; 2 r1=2; heal 0 1 2; 4 r1=2 |
          """)
  void findsWhatIsWrong(String name, String steps, @Nullable String kinds) {
    tell(steps);
    assertThat(found()).containsExactlyInAnyOrderElementsOf(list(kinds));
  }

  /** The vector clocks of 500 sessions at a time are in memory. */
  @Test
  void looksAcrossManySessions() {
    ok(3, "r9");
    for (int other = 1; other <= 500; other++) {
      ok(3 + 3 * other, "r9");
    }
    // The two begin in the first and in the second part, one at its first place.
    tell("1 w1=1; 3 r1=1; 3 w1=2 w2=1; 2 r1=2; 2 r1=1; 2 r2; 1 r1");
    assertThat(found()).containsExactlyInAnyOrder("causal", "causal", "read-your-writes", "G0");
  }

  @Test
  void countsWhatItChecked() {
    tell("0 w1=1 r2=1; 1 w2=1 r1=1; 0 unclear r1; 2 r3; order 1=1; order 3=7");
    assertThat(chronicle.judge(checker()).figures())
        .containsEntry("keys", 4)
        .containsEntry("transactions", 3L)
        .containsEntry("ordered-versions", 1)
        .containsEntry("causally-checked", 1)
        .containsEntry("G1c", 1);
  }

  @Test
  void tellsWhatWasMissed() {
    tell("0 w1=1; 0 w1=2; 0 r1; order 1=1,2");
    assertThat(words())
        .containsExactly(
            "(0.005 s: process 0 at n0 invoked [r 1]: ok, [r 1=null]) read key 1 = null, but it"
                + " comes after (0.003 s: process 0 at n0 invoked [w 1=2]: ok, [w 1=2]), which wrote"
                + " the later value 2");
  }

  @Test
  void tellsACycleStepByStep() {
    tell("0 r1=1; 0 w2=1; 1 w1=1 r2=1 w3=1; 2 w3=2; order 3=2,1");
    assertThat(words()).hasSize(1);
    assertThat(words().get(0))
        .containsSubsequence(
            "preceded, in the same client,", "; but ", "wrote key 2, which was read by", "; but ")
        .contains("wrote key 1, which was read by");
  }

  @Test
  void tellsWhoOverwroteWhom() {
    tell("0 w1=1 w2=1; 1 w1=2 w2=2; order 1=1,2; order 2=2,1");
    assertThat(words().get(0))
        .contains("wrote key 1, which was overwritten by", "wrote key 2, which was overwritten by");
  }

  @Test
  void tellsWhatTheNodesHoldInTheEnd() {
    tell("0 w1=1; heal 0 1 2; 1 r1; 2 r1=1");
    assertThat(words()).containsExactly("the final reads of key 1 found [0, 1]: [n1, n2]");
  }

  @Test
  void saysThatItCannotLookIntoNodes() {
    assertThat(chronicle.judge(checker()).unchecked()).hasSize(1);
    for (int node = 0; node < 3; node++) {
      chronicle.node(node, new Versioned(Map.of()));
    }
    assertThat(chronicle.judge(checker()).unchecked()).isEmpty();
  }

  @Test
  void saysWhichModelsAskForMore() {
    String[] always = chronicle.judge(checker()).unchecked().toArray(String[]::new);
    assertThat(chronicle.judge(checker("read-committed", "causal-cerone")).unchecked())
        .containsExactly(always);
    assertThat(chronicle.judge(checker("read-committed", "serializable")).unchecked())
        .contains(always)
        .contains("serializable: only causal consistency is checked");
  }

  @Test
  void looksIntoTheNodesInTheEnd() {
    tell("0 w1=1; 1 w1=2; 1 r1=1");
    chronicle.node(0, new Versioned(Map.of(1, version(1, 4))));
    chronicle.node(1, new Versioned(Map.of(1, version(2, 5))));
    assertThat(found()).containsExactly("read-your-writes");
  }

  @Test
  void aWriteThatLostOnTheSpotIsOlder() {
    tell("0 w1=1; 1 w1=2; 2 r1=2; 2 r1=1");
    versions.look(new Versioned(Map.of(1, version(2, 5))), "n0", txnOk("w1=1"));
    assertThat(found()).containsExactly("G0");
  }

  @Test
  void tellsWhatIsStrangeOfVersions() {
    versions.look(new Versioned(Map.of()), "n0", txnOk("w1=1"));
    assertThat(found()).containsExactly("lost-write");
  }

  private void tell(String steps) {
    Arrays.stream(steps.split(";", -1)).map(String::strip).forEach(this::step);
  }

  private void step(String step) {
    String[] words = step.split(" ", -1);
    String[] rest = Arrays.copyOfRange(words, 1, words.length);
    switch (words[0]) {
      case "kill" -> chronicle.kill(Integer.parseInt(rest[0]));
      case "heal" ->
          chronicle.heal(Arrays.stream(rest).map(Integer::valueOf).toArray(Integer[]::new));
      case "order" -> order(rest[0]);
      default -> transaction(Integer.parseInt(words[0]), rest);
    }
  }

  private void order(String keyAndValues) {
    String[] values = keyAndValues.substring(2).split(",", -1);
    for (int place = 0; place < values.length; place++) {
      versions.see(
          new Versioned(Map.of()),
          "n0",
          keyAndValues.charAt(0) - '0',
          version(Integer.parseInt(values[place]), place));
    }
  }

  private void transaction(int process, String... words) {
    String[] rest = Arrays.copyOfRange(words, 1, words.length);
    switch (words[0]) {
      case "refused" -> chronicle.refused(process, txn(rest));
      case "unclear" -> chronicle.unclear(process, txn(rest));
      default -> ok(process, words);
    }
  }

  private void ok(int process, String... operations) {
    chronicle.ok(process, txn(operations), txnOk(operations));
  }

  private static Txn txn(String... operations) {
    return new Txn(
        "w",
        Arrays.stream(operations).mapToInt(each -> each.charAt(1) - '0').toArray(),
        Arrays.stream(operations)
            .mapToInt(each -> each.startsWith("w") ? value(each) : 0)
            .toArray());
  }

  private static TxnOk txnOk(String... operations) {
    return new TxnOk(
        txn(operations), Arrays.stream(operations).mapToInt(TxnCheckerTest::value).toArray());
  }

  private static int value(String operation) {
    return operation.length() == 2 ? 0 : Integer.parseInt(operation.substring(3));
  }

  private static Inspectable.Version version(int value, long timestamp) {
    return new Inspectable.Version(Json.of(value), List.of(timestamp));
  }

  private static List<String> list(@Nullable String kinds) {
    return kinds == null ? List.of() : List.of(kinds.split(" ", -1));
  }

  private TxnChecker checker(String... models) {
    return new TxnChecker(versions, List.of(models));
  }

  private List<String> found() {
    return chronicle.kinds(checker());
  }

  private List<String> words() {
    return chronicle.judge(checker()).anomalies().stream().map(Anomaly::words).toList();
  }

  /** A node that has versions of keys. */
  private record Versioned(Map<Integer, Version> versions) implements Challenge, Inspectable {
    @Override
    public void start(Cluster cluster, Handlers on) {}

    @Override
    public Set<Json> keys() {
      return versions.keySet().stream().map(Json::of).collect(Collectors.toSet());
    }

    @Override
    public @Nullable Version version(Json key) {
      return versions.get(key.as(Integer.class));
    }
  }
}
