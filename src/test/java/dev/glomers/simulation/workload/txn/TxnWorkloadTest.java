package dev.glomers.simulation.workload.txn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.Inspectable;
import dev.glomers.simulation.Collaborators;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.Runs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TxnWorkloadTest {
  @Test
  void passesReplicasThatMergeTheirStates() {
    assertThat(run(Replica::new).anomalies()).isEmpty();
    assertThat(Runs.run("txn-rw-register", 3, 300, Replica::new, "partition").anomalies())
        .isEmpty();
  }

  @Test
  void passesNodesThatCannotBeLookedInto() {
    NodeFactory closed = collaborators -> new Replica(collaborators)::start;
    assertThat(run(closed).anomalies()).isEmpty();
  }

  @Test
  void readsAndWritesAsMaelstromDoes() {
    Run run = Runs.run("txn-rw-register", 1, 300, Replica::new);
    // 3,000 transactions of 2.5 operations, half of them writes, 16 a key, with ten keys in use.
    assertThat(Runs.figure(run, "transactions")).isBetween(2900L, 3100L);
    assertThat(Runs.figure(run, "keys")).isBetween(220L, 260L);
    assertThat(Runs.figure(run, "causally-checked")).isEqualTo(Runs.figure(run, "transactions"));
  }

  @Test
  void catchesATransactionThatIsAppliedInHalves() {
    assertThat(
            found(
                collaborators ->
                    new Replica(collaborators) {
                      @Override
                      void tell(String peer) {
                        collaborators.bus().send(peer, new State(half(0)));
                        collaborators.bus().send(peer, new State(half(1)));
                      }

                      private Map<String, Entry> half(int rest) {
                        return state.entrySet().stream()
                            .filter(entry -> Integer.parseInt(entry.getKey()) % 2 == rest)
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
                      }
                    }))
        .contains("fractured-read");
  }

  @Test
  void catchesLastWriterWinsByClocksThatDiffer() {
    assertThat(
            found(
                collaborators ->
                    new Replica(collaborators) {
                      @Override
                      long tick() {
                        return collaborators.scheduler().now().toNanos() - index() * 500_000_000L;
                      }
                    }))
        .contains("G0", "G1c-process");
  }

  @Test
  void catchesOwnWritesThatWinWhateverTheirTime() {
    assertThat(
            found(
                collaborators ->
                    new Replica(collaborators) {
                      @Override
                      long tick() {
                        return collaborators.scheduler().now().toNanos() - index() * 500_000_000L;
                      }

                      @Override
                      void write(String key, Entry entry) {
                        state.put(key, entry);
                      }
                    }))
        .contains("version-went-back", "G0");
  }

  @Test
  void catchesReplicasThatTakeWhatComesLast() {
    assertThat(
            found(
                collaborators ->
                    new Replica(collaborators) {
                      @Override
                      void merge(State other) {
                        state.putAll(other.entries());
                      }
                    }))
        .contains("version-went-back");
  }

  @Test
  void catchesAReplicaThatHearsNothing() {
    assertThat(
            found(
                collaborators ->
                    new Replica(collaborators) {
                      @Override
                      void merge(State other) {
                        if (index() != 2) {
                          super.merge(other);
                        }
                      }
                    }))
        .containsExactly("diverged");
  }

  @Test
  void catchesReplicationOutOfCausalOrder() {
    assertThat(found(Gossiper::new)).contains("causal");
  }

  @Test
  void passesWhatAKillTakesWithIt() {
    assertThat(afterKills(Reborn::new)).isEmpty();
  }

  @Test
  void catchesATimestampThatTwoNodesUse() {
    assertThat(
            found(
                collaborators ->
                    new Replica(collaborators) {
                      @Override
                      void write(String key, Entry entry) {
                        super.write(key, new Entry(entry.value(), entry.counter(), 0));
                      }
                    }))
        .contains("reused-version");
  }

  @Test
  void catchesAClockThatBeginsAgainAfterAKill() {
    NodeFactory byTheTimeSinceItsStart =
        collaborators ->
            new Replica(collaborators) {
              private final Duration start = collaborators.scheduler().now();
              private long last;

              @Override
              long tick() {
                Duration age = collaborators.scheduler().now().minus(start);
                last = Math.max(last + 1, age.toNanos());
                return last;
              }
            };
    assertThat(run(byTheTimeSinceItsStart).anomalies()).isEmpty();
    assertThat(afterKills(byTheTimeSinceItsStart)).contains("G0", "G1c");
  }

  @Test
  void catchesANodeThatForgetsBecauseAnotherWasKilled() {
    assertThat(
            afterKills(
                collaborators ->
                    new Reborn(collaborators) {
                      @Override
                      void merge(State other) {
                        if (other.entries().size() < state.size() / 2) {
                          state.clear();
                        }
                        super.merge(other);
                      }
                    }))
        .contains("read-your-writes");
  }

  @Test
  void catchesAReadOfAnAbortedWrite() {
    assertThat(
            found(
                collaborators ->
                    new Replica(collaborators) {
                      private int count;

                      @Override
                      TxnOk run(Txn txn) {
                        TxnOk ok = super.run(txn);
                        if (++count % 20 == 0) {
                          throw new RpcException(ErrorCode.TXN_CONFLICT, "no");
                        }
                        return ok;
                      }
                    }))
        .containsExactly("G1a");
  }

  @Test
  void leavesOpenWhetherAnUncertainTransactionHappened() {
    NodeFactory unclear =
        collaborators ->
            new Replica(collaborators) {
              private int count;

              @Override
              TxnOk run(Txn txn) {
                if (++count % 40 == 0) {
                  throw new IllegalStateException("not done");
                }
                TxnOk ok = super.run(txn);
                if (count % 40 == 20) {
                  throw new IllegalStateException("done");
                }
                return ok;
              }
            };
    assertThat(run(unclear).anomalies()).isEmpty();
  }

  @Test
  void catchesAReadOfAnIntermediateWrite() {
    assertThat(
            found(
                collaborators ->
                    new Replica(collaborators) {
                      @Override
                      TxnOk run(Txn txn) {
                        TxnOk ok = super.run(txn);
                        List<Op> writes = txn.txn().stream().filter(Op::writes).toList();
                        Map<String, Op> first = new LinkedHashMap<>();
                        writes.forEach(op -> first.putIfAbsent(op.key().toString(), op));
                        // The first write is seen for a while, and then the last.
                        first.forEach(
                            (key, op) -> {
                              Entry last = entry(key);
                              state.put(
                                  key, new Entry(op.value(), last.counter(), last.node() - 100));
                              collaborators
                                  .scheduler()
                                  .after(Duration.ofMillis(30), () -> write(key, last));
                            });
                        return ok;
                      }
                    }))
        .contains("G1b");
  }

  @Test
  void catchesTransactionsThatRunIntoEachOther() {
    NodeFactory interleaving = Interleaving::new;
    assertThat(Runs.kinds(Runs.run("txn-rw-register", 1, 300, interleaving)))
        .contains("G0", "G1c", "fractured-read");
  }

  @Test
  void catchesATransactionThatDoesNotSeeItsOwnWrites() {
    assertThat(
            found(
                collaborators ->
                    new Replica(collaborators) {
                      @Override
                      Json read(String key, Map<String, Json> writes) {
                        return super.read(key, Map.of());
                      }
                    }))
        .containsExactly("internal");
  }

  @Test
  void catchesAReadOfWhatNobodyWrote() {
    assertThat(
            found(
                collaborators ->
                    new Replica(collaborators) {
                      private int reads;

                      @Override
                      Json read(String key, Map<String, Json> writes) {
                        return ++reads % 100 == 0 ? Json.of(77) : super.read(key, writes);
                      }
                    }))
        .contains("never-written");
  }

  @Test
  void catchesAWriteThatIsForgotten() {
    assertThat(
            found(
                collaborators ->
                    new Replica(collaborators) {
                      private int writes;

                      @Override
                      void write(String key, Entry entry) {
                        if (++writes % 20 != 0) {
                          super.write(key, entry);
                        }
                      }
                    }))
        .contains("lost-write", "G0");
  }

  @Test
  void catchesALatestWriteThatIsLostLater() {
    assertThat(
            found(
                collaborators ->
                    new Replica(collaborators) {
                      @Override
                      void started() {
                        collaborators
                            .scheduler()
                            .after(Duration.ofSeconds(16), () -> state.clear());
                      }

                      @Override
                      void tell(String peer) {
                        if (collaborators.scheduler().now().toSeconds() < 14) {
                          super.tell(peer);
                        }
                      }
                    }))
        .contains("lost-write");
  }

  @Test
  void catchesReadsOfAnOldSnapshot() {
    assertThat(
            found(
                collaborators ->
                    new Replica(collaborators) {
                      private Map<String, Entry> snapshot = Map.of();

                      @Override
                      void started() {
                        collaborators
                            .scheduler()
                            .every(
                                Duration.ofMillis(500),
                                () -> snapshot = new LinkedHashMap<>(state));
                      }

                      @Override
                      Json read(String key, Map<String, Json> writes) {
                        Json own = writes.get(key);
                        Entry old = snapshot.get(key);
                        return own != null ? own : old != null ? old.value() : Json.NULL;
                      }
                    }))
        .contains("read-your-writes");
  }

  @Test
  void tellsWhoSawWhat() {
    Run run =
        run(
            collaborators ->
                new Replica(collaborators) {
                  @Override
                  Json read(String key, Map<String, Json> writes) {
                    return Json.of(77);
                  }
                });
    assertThat(run.anomalies())
        .extracting(Anomaly::toString)
        .anyMatch(
            words ->
                words.matches(
                    "never-written.*: .* invoked \\[.*]: ok, \\[.*]; nobody wrote key \\d+ = 77"));
  }

  private static Set<String> found(NodeFactory nodes) {
    return Runs.kinds(run(nodes));
  }

  private static Set<String> afterKills(NodeFactory nodes) {
    // So few transactions that keys are in use for long.
    return Runs.kindsAfterKills("txn-rw-register", 3, 30, nodes);
  }

  private static Run run(NodeFactory nodes) {
    return Runs.run("txn-rw-register", 3, 300, nodes);
  }

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Op(String kind, Json key, Json value) {
    boolean writes() {
      return kind.equals("w");
    }
  }

  record Txn(List<Op> txn) {}

  record TxnOk(List<Op> txn) {}

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Entry(Json value, long counter, long node) {
    boolean isAfter(@Nullable Entry other) {
      return other == null
          || counter > other.counter
          || (counter == other.counter && node > other.node);
    }
  }

  record State(Map<String, Entry> entries) {}

  /** Runs transactions where they arrive; every node tells every other its whole state. */
  private static class Replica implements Challenge, Inspectable {
    final Collaborators collaborators;
    final Map<String, Entry> state = new LinkedHashMap<>();
    long clock;
    private int index;

    Replica(Collaborators collaborators) {
      this.collaborators = collaborators;
    }

    @Override
    public final void start(Cluster cluster, Handlers on) {
      index = cluster.index();
      on.request(Txn.class, this::answer);
      on.message(State.class, (peer, other) -> merge(other));
      collaborators
          .scheduler()
          .every(Duration.ofMillis(200), () -> cluster.peers().forEach(this::tell));
      started();
      started(cluster, on);
    }

    void started() {}

    void started(Cluster cluster, Handlers on) {}

    void tell(String peer) {
      collaborators.bus().send(peer, new State(state));
    }

    Object answer(Txn txn) {
      return run(txn);
    }

    TxnOk run(Txn txn) {
      Map<String, Json> writes = new LinkedHashMap<>();
      List<Op> done = new ArrayList<>();
      for (Op op : txn.txn()) {
        String key = op.key().toString();
        if (op.writes()) {
          writes.put(key, op.value());
          done.add(op);
        } else {
          done.add(new Op("r", op.key(), read(key, writes)));
        }
      }
      long time = tick();
      writes.forEach((key, value) -> write(key, new Entry(value, time, index)));
      return new TxnOk(done);
    }

    int index() {
      return index;
    }

    long tick() {
      return ++clock;
    }

    Entry entry(String key) {
      return state.getOrDefault(key, new Entry(Json.NULL, 0, 0));
    }

    Json read(String key, Map<String, Json> writes) {
      return writes.getOrDefault(key, entry(key).value());
    }

    void write(String key, Entry entry) {
      if (entry.isAfter(state.get(key))) {
        state.put(key, entry);
      }
    }

    void merge(State other) {
      other
          .entries()
          .forEach(
              (key, entry) -> {
                clock = Math.max(clock, entry.counter());
                write(key, entry);
              });
    }

    @Override
    public Set<Json> keys() {
      return state.keySet().stream()
          .map(key -> Json.of(Integer.parseInt(key)))
          .collect(Collectors.toSet());
    }

    @Override
    public @Nullable Version version(Json key) {
      Entry entry = state.get(key.toString());
      return entry == null
          ? null
          : new Version(entry.value(), List.of(entry.counter(), entry.node()));
    }
  }

  /**
   * Uses no timestamp that an earlier life of its has used: for each millisecond there are many.
   */
  private static class Reborn extends Replica {
    Reborn(Collaborators collaborators) {
      super(collaborators);
    }

    @Override
    void started() {
      clock = 1000 * collaborators.scheduler().now().toMillis();
    }
  }

  /** Tells each peer of each transaction once, some of them late. */
  private static final class Gossiper extends Replica {
    private List<String> peers = List.of();
    private int count;

    Gossiper(Collaborators collaborators) {
      super(collaborators);
    }

    @Override
    void started(Cluster cluster, Handlers on) {
      peers = cluster.peers();
    }

    @Override
    void tell(String peer) {}

    @Override
    TxnOk run(Txn txn) {
      TxnOk ok = super.run(txn);
      Map<String, Entry> writes = new LinkedHashMap<>();
      txn.txn().stream()
          .filter(Op::writes)
          .map(op -> op.key().toString())
          .forEach(key -> writes.put(key, entry(key)));
      for (String peer : peers) {
        Duration late = Duration.ofMillis(++count % 3 * 500);
        collaborators
            .scheduler()
            .after(late, () -> collaborators.bus().send(peer, new State(writes)));
      }
      return ok;
    }
  }

  /** Takes its time between the operations of a transaction. */
  private static final class Interleaving extends Replica {
    private static final Duration PAUSE = Duration.ofMillis(10);

    Interleaving(Collaborators collaborators) {
      super(collaborators);
    }

    @Override
    Object answer(Txn txn) {
      CompletableFuture<TxnOk> reply = new CompletableFuture<>();
      step(txn, new ArrayList<>(), reply);
      return reply;
    }

    private void step(Txn txn, List<Op> done, CompletableFuture<TxnOk> reply) {
      if (done.size() == txn.txn().size()) {
        reply.complete(new TxnOk(done));
        return;
      }
      done.addAll(run(new Txn(txn.txn().subList(done.size(), done.size() + 1))).txn());
      collaborators.scheduler().after(PAUSE, () -> step(txn, done, reply));
    }
  }
}
