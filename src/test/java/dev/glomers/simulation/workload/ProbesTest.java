package dev.glomers.simulation.workload;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What clients do in the end, and what becomes of what fails. */
class ProbesTest {
  private static final int THREADS = 6;

  private static final Setting SETTING =
      new Setting(
          List.of("n0", "n1", "n2"),
          THREADS,
          "grid",
          List.of(),
          Duration.ofMillis(150),
          new SplittableRandom(1));

  private static final RpcException REFUSAL =
      new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "no");
  private static final RpcException TIMEOUT = new RpcException(ErrorCode.TIMEOUT, "no");

  private static List<Record> probes(Workload workload, int thread) {
    List<Record> probes = new ArrayList<>();
    for (Optional<Record> next = workload.nextProbe(thread, 0);
        next.isPresent();
        next = workload.nextProbe(thread, probes.size())) {
      probes.add(next.get());
    }
    return probes;
  }

  /** Draws transactions until more keys are in use than one probe reads. */
  private static int[] keys(Workload workload) {
    Set<Integer> keys = new HashSet<>();
    for (int i = 0; i < 2000; i++) {
      Arrays.stream(((Txn) workload.next(0, 0)).keys()).forEach(keys::add);
    }
    return keys.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  private static int[] read(List<Record> transactions) {
    assertThat(transactions).allMatch(txn -> ((Txn) txn).size() <= 64);
    return transactions.stream().flatMapToInt(txn -> Arrays.stream(((Txn) txn).keys())).toArray();
  }

  @Test
  void transactionsReadAllKeys() {
    TxnWorkload workload = new TxnWorkload(SETTING);
    int[] keys = keys(workload);
    List<Record> probes = probes(workload, 2);
    assertThat(read(probes)).isEqualTo(IntStream.range(0, keys.length).toArray());
    assertThat(probes).hasSize((keys.length + 63) / 64).noneMatch(txn -> ((Txn) txn).writes(0));
    assertThat(probes(workload, 3)).isEmpty();
    assertThat(workload.hasFinal()).isFalse();
  }

  @Test
  void listsAreReadAfterOneOfTheThreadsOwnWasAppendedTo() {
    ListAppendWorkload workload = new ListAppendWorkload(SETTING);
    int[] keys = keys(workload);
    List<Record> probes = probes(workload, 2);
    assertThat(probes.get(0)).hasToString("[append %d=1, r %1$d]".formatted(keys.length + 2));
    List<Record> reads = probes.subList(1, probes.size());
    assertThat(read(reads)).isEqualTo(IntStream.range(0, keys.length).toArray());
    assertThat(reads).hasSize((keys.length + 63) / 64).noneMatch(txn -> ((Txn) txn).writes(0));
    assertThat(probes(workload, 3)).isEmpty();
    assertThat(workload.hasFinal()).isFalse();
  }

  @Test
  void setsAreReadOnceMoreAndThenAddedTo() {
    for (Workload workload : List.of(new SetWorkload(SETTING), new BroadcastWorkload(SETTING))) {
      List<Record> begun = IntStream.range(0, 100).mapToObj(i -> workload.next(0, 0)).toList();
      assertThat(new HashSet<>(begun)).hasSizeBetween(35, 65);
      assertThat(workload.nextFinal(4, 0, 0).orElseThrow().toString()).isEqualTo("Read[]");
      assertThat(workload.nextFinal(4, 1, 0)).isEmpty();
      assertThat(probes(workload, 4)).hasSize(1).doesNotContainAnyElementsOf(begun);
    }
  }

  @Test
  void countersAreReadOnceMoreAndThenAddedNothingTo() {
    for (boolean growOnly : new boolean[] {true, false}) {
      CounterWorkload workload = new CounterWorkload(SETTING, growOnly);
      Set<String> drawn = new HashSet<>();
      IntStream.range(0, 500).forEach(i -> drawn.add(workload.next(0, 0).toString()));
      assertThat(drawn)
          .hasSize(growOnly ? 6 : 11)
          .contains("Read[]", "Add[delta=0]", "Add[delta=4]", growOnly ? "Read[]" : "Add[delta=-5]");
      assertThat(workload.nextFinal(4, 0, 0).orElseThrow().toString()).isEqualTo("Read[]");
      assertThat(workload.nextFinal(4, 1, 0)).isEmpty();
      assertThat(probes(workload, 4)).hasToString("[Add[delta=0]]");
    }
  }

  @Test
  void registersAreTriedOutByOneThreadOfEachNode() {
    LinKvWorkload workload = new LinKvWorkload(SETTING);
    assertThat(probes(workload, 2))
        .hasToString("[Write[key=3, value=0], Cas[key=3, from=0, to=1], Read[key=3]]");
    assertThat(probes(workload, 3)).isEmpty();
    assertThat(workload.hasFinal()).isFalse();
  }

  @Test
  void registersAreReadByHalfOfTheFirstGroup() {
    LinKvWorkload workload = new LinKvWorkload(SETTING);
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
    assertThat(new LinKvWorkload(SETTING).timeout()).isEqualTo(Duration.ofMillis(1500));
    Setting fast =
        new Setting(
            SETTING.nodes(), 6, "grid", List.of(), Duration.ofMillis(99), SETTING.random());
    assertThat(new LinKvWorkload(fast).timeout()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void whatIsRefusedDidNotHappenUnlessMaelstromDoesNotTell() {
    Record put = new TxnWorkload(SETTING).next(0, 0);
    assertThat(new TxnWorkload(SETTING).failed(put, REFUSAL)).isEqualTo(Outcome.FAIL);
    assertThat(new TxnWorkload(SETTING).failed(put, TIMEOUT)).isEqualTo(Outcome.INFO);
    assertThat(new SetWorkload(SETTING).failed(put, REFUSAL)).isEqualTo(Outcome.INFO);
    assertThat(new CounterWorkload(SETTING, true).failed(put, REFUSAL)).isEqualTo(Outcome.INFO);
  }

  @Test
  void aReadThatFailedNeedNotBeKnownToHaveHappened() {
    BroadcastWorkload broadcast = new BroadcastWorkload(SETTING);
    Record read = broadcast.nextFinal(0, 0, 0).orElseThrow();
    Record add = broadcast.nextProbe(0, 0).orElseThrow();
    assertThat(broadcast.failed(read, TIMEOUT)).isEqualTo(Outcome.FAIL);
    assertThat(broadcast.failed(add, TIMEOUT)).isEqualTo(Outcome.INFO);
    assertThat(broadcast.failed(add, REFUSAL)).isEqualTo(Outcome.FAIL);
    LinKvWorkload registers = new LinKvWorkload(SETTING);
    assertThat(registers.failed(registers.next(0, 0), TIMEOUT)).isEqualTo(Outcome.FAIL);
    assertThat(registers.failed(registers.next(5, 0), TIMEOUT)).isEqualTo(Outcome.INFO);
    assertThat(registers.failed(registers.next(5, 0), REFUSAL)).isEqualTo(Outcome.FAIL);
  }
}
