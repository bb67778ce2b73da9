package dev.glomers.simulation.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.part.OfficialTest;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import dev.glomers.simulation.workload.TxnProtocol.Txn;
import dev.glomers.simulation.workload.broadcast.BroadcastWorkload;
import dev.glomers.simulation.workload.counter.CounterWorkload;
import dev.glomers.simulation.workload.linkv.LinKvWorkload;
import dev.glomers.simulation.workload.listappend.ListAppendWorkload;
import dev.glomers.simulation.workload.set.SetWorkload;
import dev.glomers.simulation.workload.txn.TxnWorkload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The operations of clients at the end, and what happens to those that fail. */
class ProbesTest {
  private static final int THREADS = 6;

  /** More probes than there are. */
  private static final int MOST = 1000;

  private final Setting setting =
      new Setting(List.of("n0", "n1", "n2"), test(150), new SplittableRandom(1));

  private static OfficialTest test(int latencyMs) {
    return OfficialTest.of("kafka")
        .nodeCount(3)
        .concurrency("" + THREADS)
        .latency(latencyMs)
        .build();
  }

  private final RpcException refusal = new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "no");
  private final RpcException timeout = new RpcException(ErrorCode.TIMEOUT, "no");

  private static List<Record> probes(Workload workload, int thread) {
    List<Record> probes = new ArrayList<>();
    for (Optional<Record> next = workload.nextProbe(thread, 0);
        next.isPresent() && probes.size() < MOST;
        next = workload.nextProbe(thread, probes.size())) {
      probes.add(next.get());
    }
    return probes;
  }

  /** Draws so many transactions that more keys are in use than one probe reads. */
  private static int highestKey(Workload workload) {
    return IntStream.range(0, 2000)
        .flatMap(i -> Arrays.stream(((Txn) workload.next(0, 0)).keys()))
        .max()
        .orElseThrow();
  }

  /** How many keys are read, which are numbered from 0. */
  private static int read(List<Record> transactions) {
    List<Txn> txns = transactions.stream().map(Txn.class::cast).toList();
    int[] keys = txns.stream().flatMapToInt(txn -> Arrays.stream(txn.keys())).toArray();
    assertThat(keys).isEqualTo(IntStream.range(0, keys.length).toArray());
    assertThat(txns).hasSize((keys.length + 63) / 64);
    assertThat(txns).allMatch(txn -> txn.size() <= 64 && !txn.writes(0));
    return keys.length;
  }

  @Test
  void transactionsReadAllKeys() {
    TxnWorkload workload = new TxnWorkload(setting);
    int highest = highestKey(workload);
    assertThat(read(probes(workload, 2))).isBetween(highest + 1, highest + 3);
    assertThat(probes(workload, 3)).isEmpty();
    assertThat(workload.hasFinal()).isFalse();
  }

  @Test
  void listsAreReadAfterOneOfTheThreadsOwnWasAppendedTo() {
    ListAppendWorkload workload = new ListAppendWorkload(setting);
    int highest = highestKey(workload);
    List<Record> probes = probes(workload, 2);
    int keys = read(probes.subList(1, probes.size()));
    assertThat(keys).isBetween(highest + 1, highest + 3);
    assertThat(probes.get(0)).hasToString("[append %d=1, r %1$d]".formatted(keys + 2));
    assertThat(probes(workload, 3)).isEmpty();
    assertThat(workload.hasFinal()).isFalse();
  }

  @Test
  void setsAreReadOnceMoreAndThenAddedTo() {
    for (Workload workload : List.of(new SetWorkload(setting), new BroadcastWorkload(setting))) {
      List<Record> begun = IntStream.range(0, 100).mapToObj(i -> workload.next(0, 0)).toList();
      assertThat(new HashSet<>(begun)).hasSizeBetween(35, 65);
      assertThat(workload.nextFinal(4, 0, 0).orElseThrow().toString()).isEqualTo("Read[]");
      assertThat(workload.nextFinal(4, 1, 0)).isEmpty();
      List<Record> last = List.of(probes(workload, 4).get(0), probes(workload, 5).get(0));
      long adds = begun.stream().distinct().count() - 1;
      assertThat(last).hasToString(adds(workload, adds));
      assertThat(workload.hasFinal()).isTrue();
      assertThat(workload.isProbe(last.get(0))).isFalse();
    }
  }

  /** Elements are numbered from 0. */
  private static String adds(Workload workload, long next) {
    String add = workload instanceof SetWorkload ? "Add[element=%d]" : "Broadcast[message=%d]";
    return "[" + add.formatted(next) + ", " + add.formatted(next + 1) + "]";
  }

  @Test
  void theCheckerOfASetKnowsWhatWasAdded() {
    for (Workload workload : List.of(new SetWorkload(setting), new BroadcastWorkload(setting))) {
      Chronicle chronicle = new Chronicle(3);
      chronicle.ok(0, workload.nextProbe(0, 0).orElseThrow(), null);
      chronicle.ok(0, workload.nextProbe(0, 0).orElseThrow(), null);
      chronicle.heal(0, 1, 2);
      BitSet first = new BitSet();
      first.set(0);
      chronicle.ok(
          0,
          workload.nextFinal(0, 0, 0).orElseThrow(),
          new ReadValues(first, List.of(), ReadValues.NONE));
      assertThat(chronicle.judge(workload.checker()).anomalies())
          .singleElement()
          .satisfies(lost -> assertThat(lost.words()).startsWith("1 was known since "));
    }
  }

  @Test
  void countersAreReadOnceMoreAndThenAddedNothingTo() {
    for (boolean growOnly : new boolean[] {true, false}) {
      CounterWorkload workload = new CounterWorkload(setting, growOnly);
      Set<String> drawn = new HashSet<>();
      IntStream.range(0, 500).forEach(i -> drawn.add(workload.next(0, 0).toString()));
      assertThat(drawn)
          .hasSize(growOnly ? 6 : 11)
          .contains(
              "Read[]", "Add[delta=0]", "Add[delta=4]", growOnly ? "Read[]" : "Add[delta=-5]");
      assertThat(workload.nextFinal(4, 0, 0).orElseThrow().toString()).isEqualTo("Read[]");
      assertThat(workload.nextFinal(4, 1, 0)).isEmpty();
      assertThat(probes(workload, 4)).hasToString("[Add[delta=0]]");
    }
  }

  @Test
  void registersAreTriedOutByOneThreadOfEachNode() {
    LinKvWorkload workload = new LinKvWorkload(setting);
    assertThat(probes(workload, 2))
        .hasToString("[Write[key=3, value=0], Cas[key=3, from=0, to=1], Read[key=3]]");
    assertThat(probes(workload, 3)).isEmpty();
    assertThat(workload.hasFinal()).isFalse();
  }

  @Test
  void registersAreReadByHalfOfTheFirstGroup() {
    LinKvWorkload workload = new LinKvWorkload(setting);
    for (int thread = 0; thread < THREADS; thread++) {
      assertThat(workload.next(thread, 0).toString().startsWith("Read")).isEqualTo(thread < 3);
    }
    BitSet free = new BitSet();
    free.set(1);
    free.set(5);
    int readers = 0;
    for (int i = 0; i < 100; i++) {
      BitSet drawn = workload.candidates(free);
      assertThat(drawn.cardinality()).isEqualTo(1);
      readers += drawn.get(1) ? 1 : 0;
    }
    assertThat(readers).isBetween(30, 70);
  }

  @Test
  void registersAreWaitedForTenTimesAsLongAsAMessageTakes() {
    assertThat(new LinKvWorkload(setting).timeout()).isEqualTo(Duration.ofMillis(1500));
    Setting fast = new Setting(setting.nodes(), test(99), setting.random());
    assertThat(new LinKvWorkload(fast).timeout()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void whatIsRefusedDidNotHappenUnlessMaelstromDoesNotTell() {
    Record put = new TxnWorkload(setting).next(0, 0);
    assertThat(new TxnWorkload(setting).failed(put, refusal)).isEqualTo(Outcome.FAIL);
    assertThat(new TxnWorkload(setting).failed(put, timeout)).isEqualTo(Outcome.INFO);
    assertThat(new SetWorkload(setting).failed(put, refusal)).isEqualTo(Outcome.INFO);
    assertThat(new CounterWorkload(setting, true).failed(put, refusal)).isEqualTo(Outcome.INFO);
  }

  @Test
  void aReadThatFailedNeedNotBeKnownToHaveHappened() {
    BroadcastWorkload broadcast = new BroadcastWorkload(setting);
    Record read = broadcast.nextFinal(0, 0, 0).orElseThrow();
    Record add = broadcast.nextProbe(0, 0).orElseThrow();
    assertThat(broadcast.failed(read, timeout)).isEqualTo(Outcome.FAIL);
    assertThat(broadcast.failed(add, timeout)).isEqualTo(Outcome.INFO);
    assertThat(broadcast.failed(add, refusal)).isEqualTo(Outcome.FAIL);
    LinKvWorkload registers = new LinKvWorkload(setting);
    assertThat(registers.failed(registers.next(0, 0), timeout)).isEqualTo(Outcome.FAIL);
    assertThat(registers.failed(registers.next(5, 0), timeout)).isEqualTo(Outcome.INFO);
    assertThat(registers.failed(registers.next(5, 0), refusal)).isEqualTo(Outcome.FAIL);
  }
}
