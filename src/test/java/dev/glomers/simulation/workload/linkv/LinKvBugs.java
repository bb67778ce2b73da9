package dev.glomers.simulation.workload.linkv;

import static dev.glomers.simulation.workload.PlantedBug.Finding.all;
import static dev.glomers.simulation.workload.PlantedBug.Finding.any;
import static dev.glomers.simulation.workload.PlantedBug.Finding.exactly;
import static dev.glomers.simulation.workload.Sabotage.altering;
import static dev.glomers.simulation.workload.Sabotage.denying;
import static dev.glomers.simulation.workload.Sabotage.gated;
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
import dev.glomers.simulation.workload.linkv.Registers.Cas;
import dev.glomers.simulation.workload.linkv.Registers.CasOk;
import dev.glomers.simulation.workload.linkv.Registers.Read;
import dev.glomers.simulation.workload.linkv.Registers.ReadOk;
import dev.glomers.simulation.workload.linkv.Registers.Write;
import dev.glomers.simulation.workload.linkv.Registers.WriteOk;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Registers that are not linearizable. */
public final class LinKvBugs {
  private static final NodeFactory PROXY = given -> new Proxy(given.store("lin-kv"));
  private static final Finding NONLINEARIZABLE = all("nonlinearizable");

  /** What happens once may go by unseen: one value in five is what was there before. */
  private static final int SOMETIMES = 8;

  private LinKvBugs() {}

  public static List<PlantedBug> planted() {
    Catalogue of = Catalogue.of("lin-kv", 3, 60);
    sound(of);
    of.rate(20).answersNothing(PROXY);
    of.doesNot(Read.class, PROXY);
    of.doesNot(Write.class, PROXY);
    of.doesNot(Cas.class, PROXY);
    reads(of);
    leaders(of);
    writes(of);
    swaps(of);
    refusals(of);
    return of.bugs();
  }

  private static void sound(Catalogue of) {
    of.sound("a primary", Registers::new);
    of.sound("on lin-kv", PROXY);
    of.nine().sound("on lin-kv, at nine nodes", PROXY);
    for (String fault : List.of("partition", "pause", "loss", "service-loss", "slow-services")) {
      of.under(fault).sound("on lin-kv", PROXY);
      of.under(fault).sound("a primary", Registers::new);
    }
    of.under("kill", "partition").sound("on lin-kv", PROXY);
    of.nine().under("kill", "pause", "service-loss").sound("on lin-kv, at nine nodes", PROXY);
    of.sound("does what it does not know of, much later or never", unclear(3000));
    of.under("partition").sound("does what it does not know of, soon or never", unclear(300));
  }

  /** Of some writes it says that they may have happened; half of them then do. */
  private static NodeFactory unclear(int millis) {
    return given ->
        new Registers(given) {
          private int count;

          @Override
          void put(Json key, Json value) {
            if (++count % 5 != 0 || given.scheduler().now().toSeconds() > 12) {
              super.put(key, value);
              return;
            }
            if (count % 2 == 0) {
              given.scheduler().after(Duration.ofMillis(millis), () -> super.put(key, value));
            }
            throw new RpcException(ErrorCode.CRASH, "who knows");
          }

          @Override
          CasOk cas(Cas cas) {
            // What is done later must not be bound to what is there now.
            count -= count % 5 == 4 ? 1 : 0;
            return super.cas(cas);
          }
        };
  }

  private static void reads(Catalogue of) {
    of.bug("reads without asking the primary", Copies::new, NONLINEARIZABLE);
    of.nine()
        .rate(200)
        .bug(
            "one node in nine reads without asking the primary",
            only(Catalogue.ONE_IN_NINE, Copies::new, Told::new),
            NONLINEARIZABLE,
            15);
    for (String fault : List.of("partition", "pause", "loss", "latency")) {
      of.under(fault).bug("reads without asking the primary", Copies::new, NONLINEARIZABLE);
    }
    of.bug("keeps what it read for half a second", caching(ALWAYS), NONLINEARIZABLE);
    of.bug("keeps what it read, at one node", caching(at("n1")), NONLINEARIZABLE);
    of.bug(
        "asks a store that is behind", given -> new Proxy(given.store("seq-kv")), NONLINEARIZABLE);
    of.bug("asks a store of two minds", given -> new Proxy(given.store("lww-kv")), NONLINEARIZABLE);
    Finding strange = all("nonlinearizable");
    of.everywhereAndInOne(
        "reads what nobody wrote",
        when -> altering(PROXY, ReadOk.class, when, ok -> new ReadOk(Json.of(77))),
        from(5),
        strange);
    of.bug(
        "reads null in the end",
        altering(PROXY, ReadOk.class, AT_THE_END, ok -> new ReadOk(Json.NULL)),
        strange);
    of.bug(
        "gives the answer to the request before",
        given ->
            new Registers(given) {
              private @Nullable ReadOk last;

              @Override
              ReadOk read(Read read) {
                ReadOk now = super.read(read);
                ReadOk before = last == null ? now : last;
                last = now;
                return before;
              }
            },
        NONLINEARIZABLE);
  }

  /** Tells all nodes what it has. */
  private static class Told extends Registers {
    private List<String> peers = List.of();

    Told(Collaborators given) {
      super(given);
    }

    record Copy(Json key, Json value) {}

    @Override
    protected void started(Cluster cluster, Handlers on) {
      super.started(cluster, on);
      peers = cluster.peers();
      on.message(Copy.class, (src, copy) -> values.put(copy.key(), copy.value()));
    }

    @Override
    void put(Json key, Json value) {
      super.put(key, value);
      peers.forEach(peer -> given.bus().send(peer, new Copy(key, value)));
    }
  }

  /** Takes what it was told for the truth. */
  private static final class Copies extends Told {
    Copies(Collaborators given) {
      super(given);
    }

    @Override
    Object answer(Read read) {
      return read(read);
    }
  }

  private static NodeFactory caching(When when) {
    return gated(
        PROXY,
        () -> {
          Map<Json, Object> answers = new LinkedHashMap<>();
          Map<Json, Duration> times = new LinkedHashMap<>();
          return (visit, inside) -> {
            if (!(visit.body() instanceof Read read) || !when.holds(visit.node(), visit.now())) {
              return inside.get();
            }
            Duration time = times.getOrDefault(read.key(), Duration.ofHours(-1));
            if (visit.now().minus(time).toMillis() > 500) {
              times.put(read.key(), visit.now());
              answers.put(read.key(), Objects.requireNonNull(inside.get()));
            }
            return answers.get(read.key());
          };
        });
  }

  /** The first node hands its office over to the second. */
  private static void leaders(Catalogue of) {
    of.sound("hands its office over", given -> new Successors(given, false, 0));
    of.bug(
        "an old leader still answers reads",
        given -> new Successors(given, true, 0),
        NONLINEARIZABLE);
    of.bug(
        "the new leader lacks the last half second",
        given -> new Successors(given, false, 500),
        NONLINEARIZABLE,
        SOMETIMES);
    of.bug(
        "each node is a leader of its own",
        given ->
            new Registers(given) {
              @Override
              protected String primary() {
                return self();
              }
            },
        NONLINEARIZABLE);
    of.bug(
        "two leaders while the network is whole, for a second",
        given ->
            new Registers(given) {
              @Override
              protected String primary() {
                long second = given.scheduler().now().toSeconds();
                return self().equals("n2") && second == 7 ? self() : super.primary();
              }
            },
        any("nonlinearizable", "nonlinearizable-refusal"));
    of.under("kill")
        .bug(
            "forgets what it acknowledged when it is killed",
            Registers::new,
            any("nonlinearizable", "nonlinearizable-refusal"),
            10);
  }

  private static final class Successors extends Registers {
    private static final Duration TERM = Duration.ofSeconds(5);

    private final boolean clings;
    private final int lack;
    private final Map<Json, Json> earlier = new LinkedHashMap<>();
    private String leader = "n0";
    private boolean waits;

    /**
     * @param clings whether the old leader answers reads still
     * @param lack the milliseconds of which the new leader knows nothing
     */
    Successors(Collaborators given, boolean clings, int lack) {
      super(given);
      this.clings = clings;
      this.lack = lack;
    }

    record Office(Map<String, Json> values) {}

    record Led(String by) {}

    @Override
    protected void started(Cluster cluster, Handlers on) {
      super.started(cluster, on);
      on.message(Led.class, (src, led) -> leader = led.by());
      on.message(
          Office.class,
          (src, office) -> {
            office
                .values()
                .forEach((key, value) -> values.put(Json.of(Integer.parseInt(key)), value));
            leader = self();
            cluster.peers().forEach(peer -> given.bus().send(peer, new Led(self())));
          });
      if (cluster.index() == 0) {
        Duration left = TERM.minus(given.scheduler().now());
        given.scheduler().after(left.minusMillis(lack), () -> earlier.putAll(values));
        given
            .scheduler()
            .after(
                left,
                () -> {
                  Map<String, Json> handed = new LinkedHashMap<>();
                  (lack > 0 ? earlier : values)
                      .forEach((key, value) -> handed.put(key.toString(), value));
                  waits = true;
                  given.bus().send("n1", new Office(handed));
                });
      }
    }

    @Override
    Object answer(Read read) {
      return clings && self().equals("n0") ? read(read) : super.answer(read);
    }

    @Override
    protected String primary() {
      if (waits && leader.equals("n0") && self().equals("n0")) {
        throw new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "between two leaders");
      }
      return leader;
    }
  }

  private static void writes(Catalogue of) {
    of.bug("acknowledges a write before it is done", delaying(300, false), NONLINEARIZABLE);
    of.bug("does a write again, half a second later", delaying(500, true), NONLINEARIZABLE);
    of.bug(
        "forgets every 10th write",
        given ->
            new Registers(given) {
              private int count;

              @Override
              void put(Json key, Json value) {
                if (++count % 10 != 0) {
                  super.put(key, value);
                }
              }
            },
        NONLINEARIZABLE);
    of.bug(
        "forgets now and then the last half second",
        given ->
            new Registers(given) {
              private Map<Json, Json> before = Map.of();

              @Override
              protected void started(Cluster cluster, Handlers on) {
                super.started(cluster, on);
                given.scheduler().every(Duration.ofMillis(500), this::forget);
              }

              private void forget() {
                if (given.scheduler().now().toSeconds() % 2 == 0) {
                  values.putAll(before);
                }
                before = new LinkedHashMap<>(values);
              }
            },
        NONLINEARIZABLE);
    of.bug(
        "mixes up two keys",
        given ->
            new Registers(given) {
              @Override
              void put(Json key, Json value) {
                super.put(key.equals(Json.of(2)) ? Json.of(0) : key, value);
              }
            },
        any("nonlinearizable", "nonlinearizable-refusal"));
    of.bug("keeps writes that it refused", denying(PROXY, Write.class, 5), NONLINEARIZABLE);
  }

  private static NodeFactory delaying(int millis, boolean again) {
    return given ->
        new Registers(given) {
          private int count;

          @Override
          WriteOk write(Write write) {
            if (++count % 5 != 0) {
              return super.write(write);
            }
            given.scheduler().after(Duration.ofMillis(millis), () -> super.write(write));
            return again ? super.write(write) : new WriteOk();
          }
        };
  }

  private static void swaps(Catalogue of) {
    of.bug("keeps swaps that it refused", denying(PROXY, Cas.class, 3), NONLINEARIZABLE);
    of.bug(
        "does every swap again, half a second later",
        given ->
            new Registers(given) {
              @Override
              CasOk cas(Cas cas) {
                given
                    .scheduler()
                    .after(
                        Duration.ofMillis(500),
                        () -> values.replace(cas.key(), cas.from(), cas.to()));
                return super.cas(cas);
              }
            },
        NONLINEARIZABLE);
    of.bug(
        "does a swap again if the network took too long",
        Retrying::new,
        any("nonlinearizable", "nonlinearizable-refusal"),
        15);
    of.bug(
        "swaps whatever there is",
        given ->
            new Registers(given) {
              @Override
              CasOk cas(Cas cas) {
                existing(values.get(cas.key()));
                put(cas.key(), cas.to());
                return new CasOk();
              }
            },
        NONLINEARIZABLE);
    of.bug(
        "acknowledges swaps that it does not do",
        given ->
            new Registers(given) {
              @Override
              CasOk cas(Cas cas) {
                existing(values.get(cas.key()));
                return new CasOk();
              }
            },
        NONLINEARIZABLE);
    of.bug("reads, compares and then writes", Comparing::new, NONLINEARIZABLE, 15);
  }

  /** Reads at the primary, compares, and then writes there. */
  private static final class Comparing extends Registers {
    Comparing(Collaborators given) {
      super(given);
    }

    @Override
    Object answer(Cas cas) {
      return ask(new Read(cas.key()), ReadOk.class, this::read)
          .thenCompose(
              ok -> {
                if (!ok.value().equals(cas.from())) {
                  throw new RpcException(ErrorCode.PRECONDITION_FAILED, "no");
                }
                return ask(new Write(cas.key(), cas.to()), WriteOk.class, this::write);
              })
          .thenApply(ok -> new CasOk());
    }
  }

  /** Asks the primary again if it does not answer soon, with no word of its having asked before. */
  private static final class Retrying extends Registers {
    Retrying(Collaborators given) {
      super(given);
    }

    @Override
    Object answer(Cas cas) {
      CompletionStage<CasOk> first = ask(cas, CasOk.class, this::cas);
      CompletableFuture<CompletionStage<CasOk>> answer = new CompletableFuture<>();
      first.whenComplete((ok, failure) -> answer.complete(first));
      given
          .scheduler()
          .after(
              Duration.ofMillis(90),
              () -> {
                if (!answer.isDone()) {
                  answer.complete(ask(cas, CasOk.class, this::cas));
                }
              });
      return answer.thenCompose(stage -> stage);
    }
  }

  private static void refusals(Catalogue of) {
    Finding refusal = exactly("nonlinearizable-refusal");
    of.bug(
        "refuses every third swap for no reason",
        given ->
            new Registers(given) {
              private int count;

              @Override
              CasOk cas(Cas cas) {
                if (++count % 3 == 0 && given.scheduler().now().toSeconds() < 20) {
                  throw new RpcException(ErrorCode.PRECONDITION_FAILED, "no");
                }
                return super.cas(cas);
              }
            },
        refusal);
    of.bug(
        "says now and then that a key does not exist",
        given ->
            new Registers(given) {
              private int count;

              @Override
              ReadOk read(Read read) {
                if (++count % 20 == 0 && given.scheduler().now().toSeconds() < 20) {
                  throw new RpcException(ErrorCode.KEY_DOES_NOT_EXIST, "no");
                }
                return super.read(read);
              }
            },
        refusal);
  }
}
