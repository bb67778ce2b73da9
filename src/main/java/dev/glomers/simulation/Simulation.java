package dev.glomers.simulation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import dev.glomers.part.OfficialTest;
import dev.glomers.part.Part;
import dev.glomers.simulation.workload.Aftermath;
import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Latency;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Setting;
import dev.glomers.simulation.workload.Verdict;
import dev.glomers.simulation.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Runs a part's test as Maelstrom runs it, on a virtual clock. The same part, nodes and seed give
 * the same run.
 */
public final class Simulation {
  private static final long SECOND = 1_000_000_000;

  /** What a client does that gives up on purpose, in the log's workload. */
  private static final String CRASH = "crash";

  private final OfficialTest test;
  private final Workload.Factory workloads;
  private final NodeFactory nodes;

  // What Maelstrom has no option for
  private Duration recovery = Duration.ofSeconds(10);
  private boolean safety;
  private boolean seqKvWrapsAround = true;
  private Victims victims = Victims.ALL;

  private Simulation(OfficialTest test, NodeFactory nodes) {
    Faults.requireAll(test.nemesis());
    this.test = test;
    this.nodes = nodes;
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
    return new Simulation(test, Wiring.of(part));
  }

  /** A test of other nodes. */
  public static Simulation of(OfficialTest test, NodeFactory nodes) {
    return new Simulation(test, nodes);
  }

  /**
   * The same test, but the faults never end: only what must never happen is wrong, and nothing has
   * to converge.
   */
  public Simulation forSafety() {
    return with(copy -> copy.safety = true);
  }

  /**
   * The same test with another time, between the end of all faults and the final operations, in
   * which the nodes must converge. Maelstrom's is 10 s.
   */
  public Simulation recovering(Duration within) {
    return with(copy -> copy.recovery = within);
  }

  /**
   * The same test with a seq-kv that serves a client that lags by more than 32 states from the
   * oldest, not, as Maelstrom's does by mistake, from one that it may already have left behind.
   */
  public Simulation withoutWrapAround() {
    return with(copy -> copy.seqKvWrapsAround = false);
  }

  /** The same test, but only so many nodes are ever killed, always the same ones in a run. */
  public Simulation killing(Victims victims) {
    return with(copy -> copy.victims = victims);
  }

  private Simulation with(Consumer<Simulation> change) {
    Simulation copy = new Simulation(test, nodes);
    copy.recovery = recovery;
    copy.safety = safety;
    copy.seqKvWrapsAround = seqKvWrapsAround;
    copy.victims = victims;
    change.accept(copy);
    return copy;
  }

  /** Runs the test and tells nobody what happens. */
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
    private final VirtualClock clock;
    private final Workload workload;
    private final Clients clients;
    private final Nemesis nemesis;

    Course(long seed, Trace trace) {
      this.seed = seed;
      // Each has its own randomness: a change to one leaves what the others draw as it was.
      SplittableRandom seeds = new SplittableRandom(seed);
      SplittableRandom ofWorkload = seeds.split();
      SplittableRandom ofClients = seeds.split();
      SplittableRandom ofNemesis = seeds.split();
      world = new World(test, seqKvWrapsAround, victims, nodes, seeds.split(), trace);
      clock = world.clock();
      workload =
          workloads.create(
              new Setting(
                  world.ids(),
                  test.clients(),
                  test.topology(),
                  test.consistencyModels(),
                  ofWorkload));
      clients = new Clients(world, workload, test.clients(), test.rate(), ofClients, trace);
      nemesis =
          new Nemesis(world, test.nemesis(), test.nemesisInterval() * SECOND, ofNemesis, trace);
    }

    Run run() {
      world.nodes().forEach(world::start);
      clock.runUntil(World.START_UP + SECOND);
      clients.setUp();
      clock.runUntil(clock.now() + SECOND);
      long timeLimit = test.timeLimit() * SECOND;
      nemesis.start();
      clients.start(timeLimit);
      clock.runUntil(clock.now() + timeLimit);
      nemesis.stay();
      while (!clients.idle()) {
        clock.step();
      }
      if (safety) {
        return result(false, traffic());
      }
      // Without final operations Maelstrom ends here, and so its account.
      Traffic end = traffic();
      nemesis.heal();
      clock.runUntil(clock.now() + recovery.toNanos());
      if (workload.hasFinal()) {
        clients.finish();
        while (!clients.idle()) {
          clock.step();
        }
        end = traffic();
      }
      return result(true, end);
    }

    private Traffic traffic() {
      return new Traffic(world.network().sent(), world.network().sentBetweenServers());
    }

    private Run result(boolean converged, Traffic traffic) {
      History history = clients.history();
      Verdict verdict =
          workload
              .checker()
              .check(
                  history,
                  new Aftermath(
                      converged,
                      world.nodes().map(SimulatedNode::challenge).toList(),
                      world.nodes().collect(toMap(SimulatedNode::id, SimulatedNode::kills))));
      List<Anomaly> anomalies = new ArrayList<>(clients.malformed());
      anomalies.addAll(verdict.anomalies());
      double availability = availability(history);
      checkAvailability(history, availability, anomalies);
      if (converged && !test.nemesis().contains("kill")) {
        checkEveryKindSucceeds(history, anomalies);
      }
      return new Run(
          seed,
          anomalies,
          verdict.figures(),
          verdict.latency().or(() -> latency(history)),
          history.size(),
          traffic.all,
          traffic.servers,
          availability,
          new TreeMap<>(world.conditions().effects()),
          world.log().lines(),
          Optional.of(history));
    }
  }

  private record Traffic(long all, long servers) {}

  private static double availability(History history) {
    long ok = history.operations().stream().filter(Operation::isOk).count();
    return history.size() == 0 ? 1 : (double) ok / history.size();
  }

  private void checkAvailability(History history, double share, List<Anomaly> anomalies) {
    double demanded =
        test.availability().map(Simulation::share).filter(demand -> !stopsNodes()).orElse(0.0);
    if (share < demanded) {
      Operation failed =
          history.operations().stream().filter(each -> !each.isOk()).findFirst().orElseThrow();
      anomalies.add(
          new Anomaly(
              "availability",
              "%.4f of the operations succeeded, not %.4f; the first that did not: %s"
                  .formatted(share, demanded, failed)));
    }
  }

  /**
   * As Jepsen's statistics do: of each kind of operation one must have succeeded. Where nodes are
   * killed all clients may wait for the dead until the time is up.
   */
  private static void checkEveryKindSucceeds(History history, List<Anomaly> anomalies) {
    Map<String, List<Operation>> kinds =
        history.operations().stream()
            .filter(operation -> !operation.name().equals(CRASH))
            .collect(groupingBy(Operation::name, TreeMap::new, toList()));
    kinds.forEach(
        (name, operations) -> {
          if (operations.stream().noneMatch(Operation::isOk)) {
            anomalies.add(
                new Anomaly(
                    "never-ok", "no " + name + " ever succeeded, such as " + operations.get(0)));
          }
        });
  }

  private static double share(String availability) {
    return availability.equals("total") ? 1 : Double.parseDouble(availability);
  }

  /** A node that does not run cannot answer: to demand it would be to demand the impossible. */
  private boolean stopsNodes() {
    return test.nemesis().stream().anyMatch(fault -> fault.equals("kill") || fault.equals("pause"));
  }

  private static Optional<Latency> latency(History history) {
    return Latency.of(
        history.operations().stream()
            .filter(Operation::isOk)
            .mapToLong(operation -> operation.completedAt() - operation.invokedAt())
            .toArray());
  }
}
