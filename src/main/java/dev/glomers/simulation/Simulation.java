package dev.glomers.simulation;

import dev.glomers.part.OfficialTest;
import dev.glomers.part.Part;
import dev.glomers.simulation.workload.Aftermath;
import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.Findings;
import dev.glomers.simulation.workload.Latency;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Setting;
import dev.glomers.simulation.workload.Verdict;
import dev.glomers.simulation.workload.Workload;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a part's test as Maelstrom runs it. On a virtual clock the same part, nodes and seed give
 * the same run.
 */
public final class Simulation {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long MOST_BELATED_MS = 100;

  private final OfficialTest test;
  private final Workload.Factory workloads;
  private final Platform platform;

  // Settings that Maelstrom has no option for
  private Duration recovery = Duration.ofSeconds(10);
  private Heal heal = Heal.ALL;
  private boolean seqKvWrapsAround = true;
  private Victims victims = Victims.ALL;
  private @Nullable Plan plan;
  private boolean marking;
  private List<Intervention> interventions = List.of();
  private Consumer<Consumer<Intervention>> director = hands -> {};
  private long endNanos = Long.MAX_VALUE;

  private Simulation(OfficialTest test, Platform platform) {
    Faults.requireAll(test.nemesis(), platform.faults());
    this.test = test;
    this.platform = platform;
    this.workloads =
        Workloads.named(test.workload())
            .orElseThrow(
                () ->
                    new NoSuchElementException(
                        "glomers.part.workload: no workload " + test.workload()));
  }

  /**
   * A test of the challenge that a part names, with the part's configuration.
   *
   * @throws NoSuchElementException if that challenge or its workload does not exist
   */
  public static Simulation of(Part part, OfficialTest test) {
    return of(test, Wiring.of(part));
  }

  /** A test of other nodes. */
  public static Simulation of(OfficialTest test, NodeFactory nodes) {
    return of(test, Platform.simulating(nodes));
  }

  /** A test of a platform's nodes, which may be processes, on its clock, which may be real. */
  public static Simulation of(OfficialTest test, Platform platform) {
    return new Simulation(test, platform);
  }

  /** The same test, but at its end the faults end only for these nodes. */
  public Simulation healing(Heal whom) {
    return with(copy -> copy.heal = whom);
  }

  /**
   * The same test with another recovery time: the time between the end of all faults and the final
   * operations, in which the nodes must converge. Maelstrom's is 10 s.
   */
  public Simulation recovering(Duration within) {
    return with(copy -> copy.recovery = within);
  }

  /**
   * The same test with a seq-kv that serves a client which lags by more than 32 states from the
   * oldest state. Maelstrom's, by mistake, may serve it a state older than one that it has seen.
   */
  public Simulation withoutWrapAround() {
    return with(copy -> copy.seqKvWrapsAround = false);
  }

  /** The same test, but only these nodes are ever killed, always the same ones in a run. */
  public Simulation killing(Victims victims) {
    return with(copy -> copy.victims = victims);
  }

  /** The same test, but only these of a seed's faults and operations take place. */
  public Simulation only(Plan part) {
    return with(copy -> copy.plan = part);
  }

  /** The same test, but it records the situations that its nodes reach. */
  public Simulation marking() {
    return with(copy -> copy.marking = true);
  }

  /**
   * The same test with additional interventions until the faults end.
   *
   * @throws IllegalArgumentException naming the intervention that does not fit
   */
  public Simulation with(List<Intervention> done) {
    Hands.requireFit(done, test.nodeCount());
    return with(copy -> copy.interventions = List.copyOf(done));
  }

  /**
   * The same test on the real clock, with interventions at any time.
   *
   * @param director receives, at the start of a run, a way to intervene at once, on any thread
   */
  public Simulation directed(Consumer<Consumer<Intervention>> director) {
    return with(copy -> copy.director = director);
  }

  /** The same test, but it ends after all events up to a time, in nanoseconds. */
  public Simulation until(long timeNanos) {
    return with(copy -> copy.endNanos = timeNanos + 1);
  }

  /** The options of {@code glomers simulate} that make a part's test this one. */
  public Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>(test.options());
    options.computeIfPresent("--nemesis", (name, faults) -> faults.isEmpty() ? "none" : faults);
    // What the test does not demand has no value.
    options.values().removeIf(String::isEmpty);
    options.put("--victims", victims.toString());
    options.put("--heal", heal.toString());
    options.put("--recovery", Double.toString(recovery.toNanos() / 1e9));
    if (!seqKvWrapsAround) {
      options.put("--no-wrap-around", "");
    }
    if (plan != null) {
      options.putAll(plan.options());
    }
    return options;
  }

  /** The test. */
  public OfficialTest test() {
    return test;
  }

  /** The same nodes in another test. */
  public Simulation testing(OfficialTest other) {
    return copy(other, same -> {});
  }

  private Simulation with(Consumer<Simulation> change) {
    return copy(test, change);
  }

  private Simulation copy(OfficialTest other, Consumer<Simulation> change) {
    Simulation copy = new Simulation(other, platform);
    copy.recovery = recovery;
    copy.heal = heal;
    copy.seqKvWrapsAround = seqKvWrapsAround;
    copy.victims = victims;
    copy.plan = plan;
    copy.marking = marking;
    copy.interventions = interventions;
    copy.director = director;
    copy.endNanos = endNanos;
    change.accept(copy);
    return copy;
  }

  /** Runs the test without a trace. */
  public Run run(long seed) {
    return run(seed, Trace.NONE);
  }

  /** Runs the test. */
  public Run run(long seed, Trace trace) {
    return new Course(seed, trace).run();
  }

  /** One run, from the start to the verdict. */
  private final class Course {
    private final long seed;
    private final World world;
    private final Clock clock;
    private final Workload workload;
    private final Clients clients;
    private final Nemesis nemesis;
    private final Hands hands;
    private final Set<String> core;

    Course(long seed, Trace trace) {
      this.seed = seed;
      Dice dice = new Dice(seed);
      Redrawn ofOperations = new Redrawn(dice.of("workload"));
      world =
          new World(
              test.nodeCount(),
              LatencyDistribution.of(test.latencyDist(), test.latency()),
              seqKvWrapsAround,
              victims,
              platform,
              dice,
              marking,
              trace);
      clock = world.clock();
      workload = workloads.create(new Setting(world.ids(), test, ofOperations));
      clients = new Clients(world, workload, test.clients(), test.rate(), dice, ofOperations, plan);
      nemesis =
          new Nemesis(world, test.nemesis(), test.nemesisInterval() * NANOS_PER_SECOND, dice, plan);
      hands = new Hands(world, clients, interventions);
      core = heal.core(world.ids(), dice.of("core"));
    }

    Run run() {
      try {
        if (endNanos < Long.MAX_VALUE) {
          clock.at(
              endNanos,
              () -> {
                throw new Ended();
              });
        }
        hands.begin();
        director.accept(
            now -> {
              Hands.requireFit(List.of(now), test.nodeCount());
              clock.post(() -> hands.carryOut(now));
            });
        return untilTheEnd();
      } catch (Violation violation) {
        return broken(List.of(violation.anomaly()));
      } catch (Ended ended) {
        return broken(List.of());
      } finally {
        world.close();
      }
    }

    private Run untilTheEnd() {
      world.nodes().forEach(world::start);
      clock.settle(World.START_UP_NANOS + NANOS_PER_SECOND, world::isReady);
      clients.setUp();
      clock.settle(NANOS_PER_SECOND, clients::isSetUp);
      clients.checkSetUp();
      long timeLimitNanos = test.timeLimit() * NANOS_PER_SECOND;
      world.trace().phase(clock.nowNanos(), "faults");
      nemesis.start();
      clients.start(timeLimitNanos);
      clock.runUntil(clock.nowNanos() + timeLimitNanos);
      nemesis.stay();
      drain();
      // Without final operations Maelstrom's test ends here, and so do its counts.
      Traffic end = traffic();
      if (world.nodes().anyMatch(ServerNode::isLost)) {
        // For the lost node the faults never end, and a log waits for all nodes.
        core.clear();
      }
      if (!core.isEmpty()) {
        world.trace().phase(clock.nowNanos(), "recovery");
        hands.undo();
        nemesis.heal(core);
        recover();
        world.trace().phase(clock.nowNanos(), "last operations");
        clients.finish(core);
        drain();
        if (workload.hasFinal()) {
          end = traffic();
        }
        clients.probe(core);
        drain();
      }
      return result(end);
    }

    private void recover() {
      if (workload.hasFinal() || world.network().sentBetweenServers() > 0) {
        clock.runUntil(clock.nowNanos() + recovery.toNanos());
      } else {
        // A node that has told nobody anything has nothing to catch up with.
        clock.settle(recovery.toNanos(), world::isReady);
      }
    }

    private void drain() {
      while (!clients.idle()) {
        clock.step();
      }
    }

    private Traffic traffic() {
      return new Traffic(world.network().sent(), world.network().sentBetweenServers());
    }

    private Run result(Traffic traffic) {
      Aftermath aftermath = world.aftermath(core);
      return result(
          traffic,
          List.of(),
          ofWorkload(aftermath),
          new CommonChecks(hands.faulty(test))
              .check(clients.history().operations(), asked(), aftermath));
    }

    private Verdict ofWorkload(Aftermath aftermath) {
      if (!hands.disguise()) {
        return workload.checker().check(clients.history(), aftermath);
      }
      Findings none = new Findings(Set.of());
      none.unchecked("what the clients saw: the checker does not know the requests sent by hand");
      return none.verdict(Map.of());
    }

    /** A run that ended too early to check convergence and the outcome of all operations. */
    private Run broken(List<Anomaly> violations) {
      Findings rest = new Findings(Set.of());
      rest.unchecked("everything after that: the run ended there");
      return result(
          traffic(), violations, ofWorkload(world.aftermath(Set.of())), rest.verdict(Map.of()));
    }

    /** An overloaded machine adds its own delays to the latencies. */
    private List<String> belated() {
      long latestMillis = clock.mostBelatedNanos() / 1_000_000;
      return latestMillis < MOST_BELATED_MS
          ? List.of()
          : List.of(
              "latencies up to %d ms: this machine was that late at times".formatted(latestMillis));
    }

    private Map<String, Number> figures(Verdict ofWorkload) {
      Map<String, Number> figures = new LinkedHashMap<>(ofWorkload.figures());
      if (world.claims().checks() > 0) {
        figures.put("checked-events", world.claims().checks());
        figures.put("fully-checked-events", world.claims().fullChecks());
      }
      return figures;
    }

    /** The operations that Maelstrom's clients also carry out. */
    private List<Operation> asked() {
      return clients.history().operations().stream().filter(Operation::isOfMaelstrom).toList();
    }

    private Run result(
        Traffic traffic, List<Anomaly> violations, Verdict ofWorkload, Verdict ofAll) {
      List<Operation> asked = asked();
      return new Run(
          seed,
          concat(violations, clients.malformed(), ofWorkload.anomalies(), ofAll.anomalies()),
          concat(ofWorkload.unchecked(), ofAll.unchecked(), world.claims().unchecked(), belated()),
          figures(ofWorkload),
          ofWorkload.latency().or(() -> latency(asked)),
          asked.size(),
          traffic.all,
          traffic.servers,
          CommonChecks.availability(asked),
          new TreeMap<>(world.conditions().effects()),
          world.claims().situations(),
          world.log().lines(),
          Optional.of(clients.history()),
          Optional.of(new Plan(nemesis.began(), clients.issued())));
    }
  }

  /** A run that ends early. */
  private static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private record Traffic(long all, long servers) {}

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static <T> List<T> concat(List<T>... lists) {
    return Arrays.stream(lists).flatMap(List::stream).toList();
  }

  private static Optional<Latency> latency(List<Operation> operations) {
    return Latency.of(
        operations.stream()
            .filter(Operation::isOk)
            .mapToLong(operation -> operation.completedAtNanos() - operation.invokedAtNanos())
            .toArray());
  }
}
