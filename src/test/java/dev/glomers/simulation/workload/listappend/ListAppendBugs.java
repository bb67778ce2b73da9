package dev.glomers.simulation.workload.listappend;

import static dev.glomers.simulation.workload.PlantedBug.Finding.all;
import static dev.glomers.simulation.workload.PlantedBug.Finding.any;
import static dev.glomers.simulation.workload.PlantedBug.Finding.exactly;
import static dev.glomers.simulation.workload.Sabotage.only;
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
import dev.glomers.simulation.workload.PlantedBug;
import dev.glomers.simulation.workload.PlantedBug.Finding;
import dev.glomers.simulation.workload.When;
import dev.glomers.simulation.workload.listappend.Lists.Op;
import dev.glomers.simulation.workload.listappend.Lists.Txn;
import dev.glomers.simulation.workload.listappend.Lists.TxnOk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Transactions over lists that are not strictly serializable. */
public final class ListAppendBugs {
  private static final Finding STALE = all("G-single-realtime");
  private static final Finding LOST = all("lost-append");

  private ListAppendBugs() {}

  public static List<PlantedBug> planted() {
    Catalogue of = Catalogue.of("txn-list-append", 3, 60);
    of.sound("a primary", Lists::new);
    of.nine().sound("a primary of nine", Lists::new);
    for (String fault : List.of("partition", "pause", "loss", "latency")) {
      of.under(fault).sound("a primary", Lists::new);
    }
    of.sound("does what it does not know of, later or never", unclear(3000));
    of.under("partition").sound("does what it does not know of, soon or never", unclear(300));
    of.sound("optimists", Optimist::new);
    of.sound("optimists under one root", given -> new Optimist(given, true));
    of.under("partition").sound("optimists", Optimist::new);
    of.rate(20).answersNothing(Lists::new);
    appends(of);
    halves(of);
    reads(of);
    isolation(of);
    return of.bugs();
  }

  /** Of some transactions it says that they may have happened; half of them then do. */
  private static NodeFactory unclear(int millis) {
    return given ->
        new Lists(given) {
          private int count;

          @Override
          TxnOk run(Txn txn) {
            if (++count % 10 != 0 || given.scheduler().now().toSeconds() > 12) {
              return super.run(txn);
            }
            if (count % 20 == 0) {
              given.scheduler().after(Duration.ofMillis(millis), () -> super.run(txn));
            }
            throw new RpcException(ErrorCode.CRASH, "who knows");
          }
        };
  }

  /** Nodes that append in another way. */
  private static NodeFactory appending(Appending way) {
    return given ->
        new Lists(given) {
          private int count;

          @Override
          void append(Json key, Json element) {
            way.append(this, ++count, key, element);
          }
        };
  }

  @FunctionalInterface
  private interface Appending {
    void append(Lists lists, int count, Json key, Json element);
  }

  private static List<Json> list(Lists lists, Json key) {
    return lists.lists.computeIfAbsent(key, each -> new ArrayList<>());
  }

  private static void appends(Catalogue of) {
    of.bug(
        "forgets every 20th append",
        appending(
            (lists, count, key, element) -> {
              if (count % 20 != 0) {
                list(lists, key).add(element);
              }
            }),
        LOST);
    of.bug(
        "forgets the last append of each key",
        appending(
            (lists, count, key, element) -> {
              if (!element.equals(Json.of(16))) {
                list(lists, key).add(element);
              }
            }),
        any("lost-append", "internal"));
    of.bug(
        "appends every 20th element twice",
        appending(
            (lists, count, key, element) -> {
              list(lists, key).add(element);
              if (count % 20 == 0) {
                list(lists, key).add(element);
              }
            }),
        all("duplicate-elements"));
    of.bug(
        "appends an element again half a second later",
        given ->
            new Lists(given) {
              @Override
              void append(Json key, Json element) {
                super.append(key, element);
                if (element.equals(Json.of(5))) {
                  given.scheduler().after(Duration.ofMillis(500), () -> super.append(key, element));
                }
              }
            },
        all("duplicate-elements"));
    of.bug(
        "puts every 20th element before the last",
        appending(
            (lists, count, key, element) -> {
              List<Json> list = list(lists, key);
              list.add(count % 20 == 0 && !list.isEmpty() ? list.size() - 1 : list.size(), element);
            }),
        all("incompatible-order"));
    of.bug(
        "appends another element",
        appending(
            (lists, count, key, element) ->
                list(lists, key).add(element.equals(Json.of(5)) ? Json.of(55) : element)),
        all("never-written", "lost-append"));
    of.bug("appends 300 ms after it says so", late(300), any("G-single-realtime", "internal"));
    of.under("kill")
        .bug(
            "forgets what it acknowledged when it is killed",
            Lists::new,
            any("lost-append", "incompatible-order"),
            12);
    of.bug(
        "forgets now and then the last half second",
        given ->
            new Lists(given) {
              private Map<Json, List<Json>> before = Map.of();

              @Override
              protected void started(Cluster cluster, Handlers on) {
                super.started(cluster, on);
                given.scheduler().every(Duration.ofMillis(500), this::forget);
              }

              private void forget() {
                if (given.scheduler().now().toSeconds() % 2 == 0) {
                  before.forEach((key, list) -> lists.put(key, new ArrayList<>(list)));
                }
                before = new LinkedHashMap<>();
                lists.forEach((key, list) -> before.put(key, new ArrayList<>(list)));
              }
            },
        any("incompatible-order", "lost-append"));
    of.bug(
        "keeps what it refused",
        given ->
            new Lists(given) {
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
        exactly("G1a"));
  }

  private static NodeFactory late(int millis) {
    return given ->
        new Lists(given) {
          @Override
          void append(Json key, Json element) {
            given.scheduler().after(Duration.ofMillis(millis), () -> super.append(key, element));
          }
        };
  }

  /** Transactions of which only a part is done. */
  private static void halves(Catalogue of) {
    of.bug(
        "does only the first append of every fifth transaction",
        given ->
            new Lists(given) {
              private int count;
              private boolean skips;

              @Override
              TxnOk run(Txn txn) {
                skips = false;
                boolean half = ++count % 5 == 0;
                List<Op> done = new ArrayList<>();
                for (Op op : txn.txn()) {
                  done.add(run(op));
                  skips |= half && op.appends();
                }
                return new TxnOk(done);
              }

              @Override
              void append(Json key, Json element) {
                if (!skips) {
                  super.append(key, element);
                }
              }
            },
        LOST);
    of.bug(
        "stops in the middle, and says that it did nothing",
        given ->
            new Lists(given) {
              private int count;

              @Override
              TxnOk run(Txn txn) {
                if (txn.txn().size() > 1 && ++count % 10 == 0) {
                  super.run(new Txn(txn.txn().subList(0, txn.txn().size() / 2)));
                  throw new RpcException(ErrorCode.ABORT, "no");
                }
                return super.run(txn);
              }
            },
        all("G1a"));
    of.bug(
        "does the second half later",
        given ->
            new Lists(given) {
              @Override
              TxnOk run(Txn txn) {
                int half = (txn.txn().size() + 1) / 2;
                List<Op> rest = txn.txn().subList(half, txn.txn().size());
                if (rest.isEmpty() || !rest.stream().allMatch(Op::appends)) {
                  return super.run(txn);
                }
                List<Op> done =
                    new ArrayList<>(super.run(new Txn(txn.txn().subList(0, half))).txn());
                given.scheduler().after(Duration.ofMillis(200), () -> super.run(new Txn(rest)));
                done.addAll(rest);
                return new TxnOk(done);
              }
            },
        all("G-single-realtime"));
    of.bug(
        "the answers of a transaction are those of the one before",
        given ->
            new Lists(given) {
              private final Map<Json, Json> before = new LinkedHashMap<>();

              @Override
              Json read(Json key) {
                Json now = super.read(key);
                Json last = before.put(key, now);
                return last == null ? now : last;
              }
            },
        all("G-single-realtime", "internal"));
  }

  private static void reads(Catalogue of) {
    of.bug("reads without asking the primary", copies(ALWAYS), STALE);
    for (String fault : List.of("partition", "pause", "loss")) {
      of.under(fault).bug("reads without asking the primary", copies(ALWAYS), STALE);
    }
    of.nine()
        .bug(
            "reads without asking the primary, at one node in nine",
            copies(at(Catalogue.ONE_IN_NINE)),
            STALE,
            15);
    of.bug("reads without asking the primary from 8 s on", copies(from(8)), STALE, 15);
    of.bug(
        "reads nothing new from 5 s on, at the last node",
        only("n2", given -> new Copies(given, from(5), 5), told()),
        all("G-single-realtime"));
    of.bug(
        "a transaction does not see its own appends",
        given ->
            new Lists(given) {
              @Override
              TxnOk run(Txn txn) {
                List<Op> done = new ArrayList<>();
                txn.txn()
                    .forEach(
                        op -> done.add(op.appends() ? op : new Op("r", op.key(), read(op.key()))));
                super.run(txn);
                return new TxnOk(done);
              }
            },
        all("internal"));
    of.bug(
        "a transaction sees what it appends later",
        given ->
            new Lists(given) {
              @Override
              TxnOk run(Txn txn) {
                List<Op> done = new ArrayList<>();
                super.run(txn);
                txn.txn()
                    .forEach(
                        op -> done.add(op.appends() ? op : new Op("r", op.key(), read(op.key()))));
                return new TxnOk(done);
              }
            },
        all("future-read"));
    of.bug(
        "reads nothing of one key in ten in the end",
        reading(AT_THE_END, (key, list) -> key.toString().endsWith("0") ? List.of() : list),
        any("lost-append", "G-single-realtime", "G2-item"));
    of.bug(
        "never reads the last element",
        reading(ALWAYS, (key, list) -> list.isEmpty() ? list : list.subList(0, list.size() - 1)),
        all("lost-append"));
    of.bug(
        "reads the elements in another order in the end",
        reading(
            AT_THE_END,
            (key, list) ->
                list.stream().sorted(Comparator.comparing(Json::toString).reversed()).toList()),
        all("incompatible-order"));
  }

  @FunctionalInterface
  private interface Reading {
    List<Json> read(Json key, List<Json> list);
  }

  private static NodeFactory reading(When when, Reading way) {
    return given ->
        new Lists(given) {
          @Override
          Json read(Json key) {
            List<Json> list = lists.getOrDefault(key, List.of());
            return Json.of(
                when.holds(self(), given.scheduler().now()) ? way.read(key, list) : list);
          }
        };
  }

  private static NodeFactory copies(When when) {
    return given -> new Copies(given, when, Integer.MAX_VALUE);
  }

  /** Tells all nodes what it has; nobody reads it there. */
  private static NodeFactory told() {
    return copies((node, now) -> false);
  }

  /** Tells all nodes what it has, and these may answer transactions that only read. */
  private static final class Copies extends Lists {
    private final When when;
    private final int end;
    private List<String> peers = List.of();

    /**
     * @param end the second after which it takes in nothing new
     */
    Copies(Collaborators given, When when, int end) {
      super(given);
      this.when = when;
      this.end = end;
    }

    record Copy(Json key, List<Json> list) {}

    @Override
    protected void started(Cluster cluster, Handlers on) {
      super.started(cluster, on);
      peers = cluster.peers();
      on.message(
          Copy.class,
          (src, copy) -> {
            int known = lists.getOrDefault(copy.key(), List.of()).size();
            if (copy.list().size() > known && given.scheduler().now().toSeconds() < end) {
              lists.put(copy.key(), copy.list());
            }
          });
    }

    @Override
    Object answer(Txn txn) {
      boolean reads = txn.txn().stream().noneMatch(Op::appends);
      return reads && when.holds(self(), given.scheduler().now()) ? run(txn) : super.answer(txn);
    }

    @Override
    void append(Json key, Json element) {
      super.append(key, element);
      Copy copy = new Copy(key, List.copyOf(lists.getOrDefault(key, List.of())));
      peers.forEach(peer -> given.bus().send(peer, copy));
    }
  }

  private static void isolation(Catalogue of) {
    of.bug(
        "optimists that look at what they write alone",
        given ->
            new Optimist(given) {
              @Override
              boolean matters(boolean writes) {
                return writes;
              }
            },
        all("G2-item"));
    of.bug(
        "optimists that look at what they only read",
        given ->
            new Optimist(given) {
              @Override
              boolean matters(boolean writes) {
                return !writes;
              }
            },
        any("lost-update", "lost-append"));
    of.bug(
        "optimists that look at nothing",
        given ->
            new Optimist(given) {
              @Override
              boolean matters(boolean writes) {
                return false;
              }
            },
        any("lost-update", "lost-append"));
    of.bug(
        "optimists that fetch one key after the other, and look at what they write alone",
        given ->
            new Optimist(given) {
              @Override
              boolean matters(boolean writes) {
                return writes;
              }

              @Override
              CompletionStage<FetchOk> snapshot(List<Json> keys) {
                CompletionStage<FetchOk> all =
                    CompletableFuture.completedFuture(new FetchOk(List.of()));
                for (Json key : keys) {
                  all =
                      all.thenCompose(
                          before ->
                              super.snapshot(List.of(key))
                                  .thenApply(
                                      ok -> {
                                        List<Entry> entries = new ArrayList<>(before.entries());
                                        entries.addAll(ok.entries());
                                        return new FetchOk(entries);
                                      }));
                }
                return all;
              }
            },
        any("G-single", "G2-item"));
    of.rate(150)
        .bug("transactions run into each other", Interleaving::new, any("G1c", "G-single", "G0"));
    of.bug(
        "shows what is not all yet",
        given ->
            new Lists(given) {
              @Override
              TxnOk run(Txn txn) {
                Set<Json> keys = new LinkedHashSet<>();
                List<Op> now = new ArrayList<>();
                List<Op> later = new ArrayList<>();
                for (Op op : txn.txn()) {
                  (op.appends() && !keys.add(op.key()) ? later : now).add(op);
                }
                if (later.isEmpty() || !txn.txn().stream().allMatch(Op::appends)) {
                  return super.run(txn);
                }
                super.run(new Txn(now));
                given.scheduler().after(Duration.ofMillis(100), () -> super.run(new Txn(later)));
                return new TxnOk(txn.txn());
              }
            },
        any("G1b"));
  }

  /** Takes its time between the operations of a transaction. */
  private static final class Interleaving extends Lists {
    private static final Duration PAUSE = Duration.ofMillis(20);

    Interleaving(Collaborators given) {
      super(given);
    }

    @Override
    Object answer(Txn txn) {
      if (!primary().equals(self())) {
        return super.answer(txn);
      }
      CompletableFuture<TxnOk> reply = new CompletableFuture<>();
      step(txn, new ArrayList<>(), reply);
      return reply;
    }

    private void step(Txn txn, List<Op> done, CompletableFuture<TxnOk> reply) {
      if (done.size() == txn.txn().size()) {
        reply.complete(new TxnOk(done));
        return;
      }
      done.add(run(txn.txn().get(done.size())));
      given.scheduler().after(PAUSE, () -> step(txn, done, reply));
    }
  }
}
