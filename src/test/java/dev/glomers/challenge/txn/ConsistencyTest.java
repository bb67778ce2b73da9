package dev.glomers.challenge.txn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Inspectable.Version;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Transactions at random on a network that loses, doubles, delays and reorders messages, is cut and
 * heals, and whose nodes are paused and killed. After each step each node must show a set of
 * transactions that is whole and causally closed.
 */
class ConsistencyTest {
  private static final int KEYS = 6;
  private static final int STEPS = 150;

  /** Nodes have learnt to wait long for an answer by then. */
  private static final Duration CONVERGED = Duration.ofSeconds(30);

  static IntStream seeds() {
    int count = Integer.getInteger("glomers.txn.seeds", 100);
    int first = Integer.getInteger("glomers.txn.first-seed", 1);
    return IntStream.range(first, first + count);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsVisibleIsWholeAndCausallyClosed(int seed) {
    new Run(seed, true).steps();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void allConvergeToWhatWasCommittedOnceTheNetworkHeals(int seed) {
    Run run = new Run(seed, false);
    run.steps();
    run.converge();
  }

  private static final class Run {
    private final SplittableRandom random;
    private final boolean kills;
    private final int nodes;
    private final TxnCluster world;

    /** What was visible on its node when a transaction committed, its own writes included. */
    private final Map<List<Long>, Map<Json, Version>> pasts = new HashMap<>();

    /** What each node has shown since it was started. */
    private final Map<Integer, Map<Json, Version>> shown = new HashMap<>();

    /** Of all versions of a key the last. */
    private final Map<Json, Version> last = new HashMap<>();

    private int value;

    Run(int seed, boolean kills) {
      random = new SplittableRandom(seed);
      this.kills = kills;
      nodes = 2 + random.nextInt(3);
      world = new TxnCluster(nodes, seed);
      world.disturb(
          Duration.ofMillis(random.nextInt(1000)),
          random.nextDouble() / 2,
          random.nextDouble() / 2);
    }

    void steps() {
      for (int step = 0; step < STEPS; step++) {
        int node = random.nextInt(nodes);
        switch (random.nextInt(kills ? 13 : 12)) {
          case 0 -> world.cut(node, random.nextInt(nodes));
          case 1 -> world.heal();
          case 2 -> world.node(node).pause();
          case 3 -> world.node(random.nextInt(nodes)).resume();
          case 12 -> restart(node);
          default -> transact(node);
        }
        check();
        world.run(Duration.ofMillis(random.nextInt(120)));
        check();
      }
    }

    private void restart(int node) {
      world.node(node).restart();
      shown.remove(node);
    }

    private void transact(int node) {
      Map<Json, Json> writes = new HashMap<>();
      StringBuilder txn = new StringBuilder();
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        int key = random.nextInt(KEYS);
        writes.put(Json.of(key), Json.of(++value));
        txn.append(txn.isEmpty() ? "" : ",").append("['w',%d,%d]".formatted(key, value));
      }
      world.ask(node, "[" + txn + "]").then(() -> committed(node, writes));
    }

    private void committed(int node, Map<Json, Json> writes) {
      Map<Json, Version> visible = visible(node);
      writes.forEach(
          (key, written) -> {
            Version version = Objects.requireNonNull(visible.get(key));
            assertThat(version.value()).isEqualTo(written);
            pasts.putIfAbsent(version.timestamp(), visible);
            assertThat(pasts.get(version.timestamp())).as("timestamp reused").isSameAs(visible);
            last.merge(key, version, (a, b) -> a.compareTo(b) > 0 ? a : b);
          });
    }

    private void check() {
      for (int node = 0; node < nodes; node++) {
        Map<Json, Version> visible = visible(node);
        shown.getOrDefault(node, Map.of()).forEach((key, old) -> atLeast(old, visible.get(key)));
        shown.put(node, visible);
        for (Version version : visible.values()) {
          Objects.requireNonNull(pasts.get(version.timestamp()))
              .forEach((key, cause) -> atLeast(cause, visible.get(key)));
        }
      }
    }

    void converge() {
      world.calm();
      world.run(CONVERGED);
      for (int node = 0; node < nodes; node++) {
        assertThat(visible(node)).isEqualTo(last);
      }
    }

    private static void atLeast(Version expected, @Nullable Version actual) {
      assertThat(actual).isNotNull().isGreaterThanOrEqualTo(expected);
    }

    private Map<Json, Version> visible(int node) {
      Txn txn = world.node(node).challenge();
      Map<Json, Version> visible = new HashMap<>();
      txn.keys().forEach(key -> visible.put(key, Objects.requireNonNull(txn.version(key))));
      return visible;
    }
  }
}
