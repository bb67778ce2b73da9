package dev.glomers.simulation.workload.txn;

import static dev.glomers.simulation.workload.PlantedBug.Finding.all;
import static dev.glomers.simulation.workload.PlantedBug.Finding.any;
import static dev.glomers.simulation.workload.PlantedBug.Finding.exactly;
import static dev.glomers.simulation.workload.Sabotage.closed;
import static dev.glomers.simulation.workload.When.ALWAYS;
import static dev.glomers.simulation.workload.When.AT_THE_END;
import static dev.glomers.simulation.workload.When.at;
import static dev.glomers.simulation.workload.When.from;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.simulation.Collaborators;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.workload.Catalogue;
import dev.glomers.simulation.workload.Feed.Part;
import dev.glomers.simulation.workload.PlantedBug;
import dev.glomers.simulation.workload.PlantedBug.Finding;
import dev.glomers.simulation.workload.When;
import dev.glomers.simulation.workload.txn.Replica.Op;
import dev.glomers.simulation.workload.txn.Replica.Txn;
import dev.glomers.simulation.workload.txn.Replica.TxnOk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Broken transactions. Most are planted twice: in nodes that can be looked into, and in others. */
public final class TxnBugs {
  /**
   * There are a few kills in a run; that many runs have one that hits where and when it matters.
   */
  private static final int HIT_BY_A_KILL = 4;

  private TxnBugs() {}

  public static List<PlantedBug> planted() {
    Catalogue of = Catalogue.of("txn-rw-register", 3, 60);
    of.sound("replicas", Replica::new);
    of.sound("closed replicas", closed(Replica::new));
    of.nine().sound("replicas of nine", Replica::new);
    of.under("partition").sound("replicas", Replica::new);
    of.under("partition").sound("closed replicas", closed(Replica::new));
    // So few transactions that keys are in use for long.
    of.rate(30).under("kill").sound("replicas that never use a timestamp again", Reborn::new);
    of.rate(20).answersNothing(Replica::new);
    of.hearsNothing(Replica::new, any("diverged", "lost-write"));
    orders(of);
    losses(of);
    isolation(of);
    reads(of);
    return of.bugs();
  }

  /** The same bug, in nodes that can be looked into and in others. */
  private static void both(
      Catalogue of, String name, NodeFactory broken, Finding open, Finding shut) {
    both(of, name, broken, open, shut, PlantedBug.SEEDS);
  }

  private static void both(
      Catalogue of, String name, NodeFactory broken, Finding open, Finding shut, int least) {
    of.bug(name, broken, open, least);
    of.bug(name + ", and cannot be looked into", closed(broken), shut, least);
  }

  private static void orders(Catalogue of) {
    Finding disordered = any("G0", "G1c", "G1c-process", "causal", "read-your-writes");
    both(
        of.rate(200),
        "the last writer wins by clocks that differ",
        given -> new Skewed(given, Duration.ofMillis(500)),
        all("G0", "G1c-process"),
        disordered);
    both(
        of.rate(300),
        "the last writer wins by clocks that differ a little",
        given -> new Skewed(given, Duration.ofMillis(50)),
        disordered,
        disordered);
    both(
        of,
        "own writes win whatever their time",
        given ->
            new Skewed(given, Duration.ofMillis(500)) {
              @Override
              void write(String key, Entry entry) {
                put(key, entry);
              }
            },
        all("version-went-back", "G0"),
        disordered);
    both(
        of,
        "its clock does not follow that of others",
        given ->
            new Replica(given) {
              @Override
              void merge(String peer, State other) {
                other.entries().forEach(this::write);
              }
            },
        all("G0"),
        disordered);
    both(
        of,
        "takes what comes last",
        given ->
            new Replica(given) {
              @Override
              void merge(String peer, State other) {
                other.entries().forEach(this::put);
              }
            },
        all("version-went-back"),
        disordered);
    both(of, "replicates out of causal order", Gossiper::new, all("causal"), all("causal"));
    of.bug(
        "two nodes use one timestamp",
        given ->
            new Replica(given) {
              @Override
              void write(String key, Entry entry) {
                super.write(key, new Entry(entry.value(), entry.counter(), 0));
              }
            },
        all("reused-version"));
  }

  /** Orders writes by clocks, each of which is behind the one before. */
  private static class Skewed extends Replica {
    private final Duration skew;
    private long last;

    Skewed(Collaborators given, Duration skew) {
      super(given);
      this.skew = skew;
    }

    @Override
    long tick() {
      Duration time = given.scheduler().now().minus(skew.multipliedBy(index()));
      last = Math.max(last + 1, time.toNanos());
      return last;
    }
  }

  private static void losses(Catalogue of) {
    Finding lost =
        any(
            "lost-write",
            "diverged",
            "causal",
            "read-your-writes",
            "fractured-read",
            "G0",
            "G1c-process");
    both(
        of,
        "one node hears nothing",
        given ->
            new Replica(given) {
              @Override
              void merge(String peer, State other) {
                if (index() != 2) {
                  super.merge(peer, other);
                }
              }
            },
        exactly("diverged"),
        exactly("diverged"));
    both(of, "forgets every 20th write", forgetting(20), all("lost-write", "G0"), lost);
    both(of.rate(200), "forgets every 100th write", forgetting(100), all("lost-write"), lost);
    both(
        of,
        "forgets the last write of each key",
        given ->
            new Replica(given) {
              @Override
              void write(String key, Entry entry) {
                if (!entry.value().equals(Json.of(16))) {
                  super.write(key, entry);
                }
              }
            },
        lost,
        lost);
    both(
        of.rate(150),
        "forgets one of a transaction's writes, every 10th time",
        given ->
            new Replica(given) {
              private int count;
              private boolean forgets;

              @Override
              TxnOk run(Txn txn) {
                long keys = txn.txn().stream().filter(Op::writes).map(Op::key).distinct().count();
                forgets = keys > 1 && ++count % 10 == 0;
                return super.run(txn);
              }

              @Override
              void write(String key, Entry entry) {
                if (!forgets) {
                  super.write(key, entry);
                }
                forgets = false;
              }
            },
        lost,
        lost);
    both(
        of,
        "one node acknowledges writes that it does not keep",
        given ->
            new Replica(given) {
              @Override
              TxnOk run(Txn txn) {
                Map<String, Entry> before = new LinkedHashMap<>(state);
                TxnOk ok = super.run(txn);
                if (index() == 1) {
                  state.clear();
                  state.putAll(before);
                }
                return ok;
              }
            },
        all("lost-write"),
        lost);
    both(
        of.rate(200),
        "loses every 10th message of others",
        given ->
            new Replica(given) {
              private int count;

              @Override
              void merge(String peer, State other) {
                if (++count % 10 != 0) {
                  super.merge(peer, other);
                }
              }
            },
        all("diverged"),
        all("diverged"),
        18);
    both(
        of,
        "forgets all in the end",
        given ->
            new Replica(given) {
              @Override
              void started(Cluster cluster, Handlers on) {
                given.scheduler().after(Duration.ofSeconds(16), state::clear);
              }

              @Override
              void tell(String peer, Part<String> keys) {
                if (given.scheduler().now().toSeconds() < 14) {
                  super.tell(peer, keys);
                }
              }
            },
        all("lost-write"),
        all("lost-write"));
    both(
        of.rate(30).under("kill"),
        "forgets because another was killed",
        given ->
            new Reborn(given) {
              private final Map<String, Integer> told = new LinkedHashMap<>();

              @Override
              void merge(String peer, State other) {
                Integer before = told.put(peer, other.before());
                if (before != null && before > other.before()) {
                  state.clear();
                }
                super.merge(peer, other);
              }
            },
        all("read-your-writes"),
        lost,
        HIT_BY_A_KILL);
    NodeFactory byAge =
        given ->
            new Replica(given) {
              private final Duration start = given.scheduler().now();
              private long last;

              @Override
              long tick() {
                Duration age = given.scheduler().now().minus(start);
                last = Math.max(last + 1, age.toNanos());
                return last;
              }
            };
    of.sound("a clock that begins with the node", byAge);
    both(
        of.rate(30).under("kill"),
        "its clock begins again after a kill",
        byAge,
        all("G0", "G1c"),
        lost,
        HIT_BY_A_KILL);
  }

  private static NodeFactory forgetting(int every) {
    return given ->
        new Replica(given) {
          private int writes;

          @Override
          void write(String key, Entry entry) {
            if (++writes % every != 0) {
              super.write(key, entry);
            }
          }
        };
  }

  private static void isolation(Catalogue of) {
    NodeFactory halving =
        given ->
            new Replica(given) {
              @Override
              void merge(String peer, State other) {
                mergeHalf(peer, other, 0);
                given.scheduler().after(Duration.ofMillis(300), () -> mergeHalf(peer, other, 1));
              }

              private void mergeHalf(String peer, State other, int rest) {
                Map<String, Entry> half = new LinkedHashMap<>(other.entries());
                half.keySet().removeIf(key -> Integer.parseInt(key) % 2 != rest);
                super.merge(peer, new State(0, 0, half));
              }
            };
    both(
        of.rate(300),
        "takes in transactions in halves",
        halving,
        any("causal", "fractured-read"),
        any("causal", "fractured-read"));
    // Now and then nobody reads both a key of one half and, meanwhile, one of the other.
    of.bug("shows transactions in halves", halving, all("fractured-read"), 12);
    both(
        of.nodes(1).rate(300),
        "transactions run into each other",
        Interleaving::new,
        all("G0", "G1c", "fractured-read"),
        any("G1c", "fractured-read", "causal", "read-your-writes", "internal"),
        // Two clients do not often do it in all of these ways.
        8);
    both(
        of,
        "shows what it refused",
        given ->
            new Replica(given) {
              private int count;

              @Override
              TxnOk run(Txn txn) {
                TxnOk ok = super.run(txn);
                if (++count % 20 == 0 && given.scheduler().now().toSeconds() < 20) {
                  throw new RpcException(ErrorCode.TXN_CONFLICT, "no");
                }
                return ok;
              }
            },
        exactly("G1a"),
        exactly("G1a"));
    both(
        of,
        "shows intermediate writes",
        given ->
            new Replica(given) {
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
                      state.put(key, new Entry(op.value(), last.counter(), last.node() - 100));
                      given.scheduler().after(Duration.ofMillis(30), () -> write(key, last));
                    });
                return ok;
              }
            },
        all("G1b"),
        all("G1b"));
  }

  private static void reads(Catalogue of) {
    both(
        of,
        "a transaction does not see its own writes",
        given ->
            new Replica(given) {
              @Override
              Json read(String key, Map<String, Json> writes) {
                return super.read(key, Map.of());
              }
            },
        exactly("internal"),
        exactly("internal"));
    both(
        of,
        "now and then shows what nobody wrote",
        given ->
            new Replica(given) {
              private int reads;

              @Override
              Json read(String key, Map<String, Json> writes) {
                return ++reads % 100 == 0 ? Json.of(77) : super.read(key, writes);
              }
            },
        all("never-written"),
        all("never-written"));
    Finding stale = any("read-your-writes", "causal", "fractured-read");
    both(
        of,
        "reads a snapshot that is made every 500 ms",
        snapshots(Duration.ofMillis(500), ALWAYS),
        all("read-your-writes"),
        stale);
    both(
        of,
        "reads nothing new from 5 s on",
        snapshots(Duration.ofSeconds(5), from(5)),
        stale,
        stale);
    of.nine()
        .bug(
            "reads nothing new from 5 s on, at one node in nine",
            snapshots(Duration.ofSeconds(5), at(Catalogue.ONE_IN_NINE).and(from(5))),
            stale);
    both(
        of,
        "reads nothing of one key in a hundred",
        hiding(ALWAYS),
        any("lost-write", "read-your-writes"),
        any("lost-write", "read-your-writes"));
    of.nine()
        .bug(
            "reads nothing of one key in a hundred in the end, at one node in nine",
            hiding(at(Catalogue.ONE_IN_NINE).and(AT_THE_END)),
            all("diverged"));
  }

  private static NodeFactory hiding(When when) {
    return given ->
        new Replica(given) {
          @Override
          Json read(String key, Map<String, Json> writes) {
            return key.equals("10") && when.holds("n" + index(), given.scheduler().now())
                ? Json.NULL
                : super.read(key, writes);
          }
        };
  }

  /** Nodes that read a snapshot, besides what the transaction itself has written. */
  private static NodeFactory snapshots(Duration interval, When when) {
    return given ->
        new Replica(given) {
          private Map<String, Entry> snapshot = Map.of();

          @Override
          void started(Cluster cluster, Handlers on) {
            given.scheduler().every(interval, () -> snapshot = new LinkedHashMap<>(state));
          }

          @Override
          Json read(String key, Map<String, Json> writes) {
            if (writes.containsKey(key) || !when.holds("n" + index(), given.scheduler().now())) {
              return super.read(key, writes);
            }
            Entry old = snapshot.get(key);
            return old == null ? Json.NULL : old.value();
          }
        };
  }

  /** Tells each peer of each transaction once, some of them late. */
  private static final class Gossiper extends Replica {
    private List<String> peers = List.of();
    private int count;

    Gossiper(Collaborators given) {
      super(given);
    }

    record Writes(Map<String, Entry> entries) {}

    @Override
    void started(Cluster cluster, Handlers on) {
      peers = cluster.peers();
      on.message(Writes.class, (peer, all) -> merge(peer, new State(0, 0, all.entries())));
    }

    @Override
    void tell(String peer, Part<String> keys) {}

    @Override
    TxnOk run(Txn txn) {
      TxnOk ok = super.run(txn);
      Map<String, Entry> writes = new LinkedHashMap<>();
      txn.txn().stream()
          .filter(Op::writes)
          .map(op -> op.key().toString())
          .forEach(key -> writes.put(key, entry(key)));
      for (String peer : peers) {
        Duration late = Duration.ofMillis(++count % 3 * 500L);
        given.scheduler().after(late, () -> given.bus().send(peer, new Writes(writes)));
      }
      return ok;
    }
  }

  /** Takes its time between the operations of a transaction. */
  private static final class Interleaving extends Replica {
    private static final Duration PAUSE = Duration.ofMillis(20);

    Interleaving(Collaborators given) {
      super(given);
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
      given.scheduler().after(PAUSE, () -> step(txn, done, reply));
    }
  }
}
