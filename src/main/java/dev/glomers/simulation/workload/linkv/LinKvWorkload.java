package dev.glomers.simulation.workload.linkv;

import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.simulation.workload.Checker;
import dev.glomers.simulation.workload.Client;
import dev.glomers.simulation.workload.Connection;
import dev.glomers.simulation.workload.JepsenForm;
import dev.glomers.simulation.workload.Outcome;
import dev.glomers.simulation.workload.Setting;
import dev.glomers.simulation.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads, writes and compare-and-sets of registers. A group has two threads per node, and uses one
 * key until 20 processes have used it. Half of the first group's threads read; all others write or,
 * twice as often, compare-and-set. Unlike Maelstrom's workload it ends with reads of all keys and
 * one operation of each kind, by one client of each node.
 *
 * @see <a
 *     href="https://github.com/jepsen-io/jepsen/blob/main/jepsen/src/jepsen/tests/linearizable_register.clj">Jepsen's
 *     linearizable-register</a>, in which only the first group has readers, as its {@code reserve}
 *     goes by the numbers of all threads
 */
public final class LinKvWorkload implements Workload {
  private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(1);
  private static final int VALUES = 5;
  private static final int PROCESSES_OF_A_KEY = 20;

  private final Setting setting;
  private final int nodes;
  private final int groupSize;

  /** The current key of each group. */
  private final int[] keys;

  /** How many processes could have used the current key of each group. */
  private final int[] processes;

  private int created;

  /** The keys that are known to have a value. */
  private final TreeSet<Integer> existing = new TreeSet<>();

  /**
   * @throws IllegalArgumentException if the threads do not form whole groups
   */
  public LinKvWorkload(Setting setting) {
    this.setting = setting;
    this.nodes = setting.nodes().size();
    this.groupSize = 2 * nodes;
    if (setting.concurrency() % groupSize != 0) {
      throw new IllegalArgumentException(
          "glomers.part.concurrency: lin-kv needs a multiple of 2n, here %d, not %d"
              .formatted(groupSize, setting.concurrency()));
    }
    keys = new int[setting.concurrency() / groupSize];
    processes = new int[keys.length];
    Arrays.setAll(keys, group -> created++);
  }

  record Read(int key) implements JepsenForm {
    @Override
    public Object invoked() {
      return Arrays.asList(key, null);
    }

    @Override
    public Object completed(@Nullable Object result) {
      return Arrays.asList(
          key, JepsenForm.plain(((ReadOk) Objects.requireNonNull(result)).value()));
    }
  }

  record ReadOk(Json value) {
    @Override
    public String toString() {
      return value.toString();
    }
  }

  record Write(int key, int value) implements JepsenForm {
    @Override
    public Object invoked() {
      return List.of(key, value);
    }
  }

  record WriteOk() {}

  record Cas(int key, int from, int to) implements JepsenForm {
    @Override
    public Object invoked() {
      return List.of(key, List.of(from, to));
    }
  }

  record CasOk() {}

  @Override
  public Duration timeout() {
    Duration long10 = Duration.ofMillis(10L * setting.test().latency());
    return long10.compareTo(LEAST_TIMEOUT) > 0 ? long10 : LEAST_TIMEOUT;
  }

  /** A random group that has a free thread; in the first group half of the threads read. */
  @Override
  public BitSet candidates(BitSet free) {
    List<BitSet> groups = new ArrayList<>();
    for (int first = 0; first < setting.concurrency(); first += groupSize) {
      add(groups, free, first, first + groupSize);
    }
    BitSet group = draw(groups);
    List<BitSet> halves = new ArrayList<>();
    add(halves, group, 0, nodes);
    add(halves, group, nodes, setting.concurrency());
    return draw(halves);
  }

  private static void add(List<BitSet> groups, BitSet threads, int first, int end) {
    BitSet group = new BitSet();
    group.set(first, end);
    group.and(threads);
    if (!group.isEmpty()) {
      groups.add(group);
    }
  }

  private BitSet draw(List<BitSet> groups) {
    return groups.get(setting.random().nextInt(groups.size()));
  }

  @Override
  public Record next(int thread, long nowNanos) {
    int group = thread / groupSize;
    if (processes[group] > Math.max(PROCESSES_OF_A_KEY, groupSize)) {
      keys[group] = created++;
      processes[group] = groupSize;
    }
    int key = keys[group];
    if (thread < nodes) {
      return new Read(key);
    }
    return setting.random().nextInt(3) == 0
        ? new Write(key, value())
        : new Cas(key, value(), value());
  }

  private int value() {
    return setting.random().nextInt(VALUES);
  }

  @Override
  public boolean hasFinal() {
    return false;
  }

  @Override
  public Optional<Record> nextProbe(int thread, int done) {
    if (thread >= nodes) {
      return Optional.empty();
    }
    // No other thread uses this key, so everything must succeed.
    int own = created + thread;
    List<Record> probes = new ArrayList<>();
    existing.headSet(created).forEach(key -> probes.add(new Read(key)));
    probes.addAll(List.of(new Write(own, 0), new Cas(own, 0, 1), new Read(own)));
    return done < probes.size() ? Optional.of(probes.get(done)) : Optional.empty();
  }

  @Override
  public Client open(Connection connection) {
    processes[connection.process() % setting.concurrency() / groupSize]++;
    return operation -> {
      if (operation instanceof Read read) {
        return connection
            .call(read, ReadOk.class)
            .whenComplete((ok, failure) -> exists(read.key(), failure));
      }
      return operation instanceof Write write
          ? connection
              .call(write, WriteOk.class)
              .whenComplete((ok, failure) -> exists(write.key(), failure))
          : connection.call(operation, CasOk.class);
    };
  }

  private void exists(int key, @Nullable Throwable failure) {
    if (failure == null) {
      existing.add(key);
    }
  }

  /** For a read it does not matter whether it happened. */
  @Override
  public Outcome failed(Record operation, RpcException failure) {
    return operation instanceof Read || failure.definite() ? Outcome.FAIL : Outcome.INFO;
  }

  @Override
  public Checker checker() {
    return new LinKvChecker();
  }
}
