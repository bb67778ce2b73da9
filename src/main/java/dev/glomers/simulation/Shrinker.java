package dev.glomers.simulation;

import dev.glomers.part.OfficialTest;
import dev.glomers.simulation.workload.Anomaly;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes a failed run smaller: a shorter time, fewer nodes, faults, operations and clients, no
 * latencies. It keeps each step after which the run still shows an anomaly of the same kind.
 *
 * <p>Sets are made smaller by delta debugging.
 *
 * @see <a href="https://doi.org/10.1109/32.988498">Zeller and Hildebrandt, Simplifying and
 *     Isolating Failure-Inducing Input (2002), figure 3</a>
 */
public final class Shrinker {
  private final Simulation simulation;
  private final long seed;
  private final String kind;
  private final BooleanSupplier goOn;
  private Failure smallest;

  /** A failed run, and its test and plan; the seed is always the same. */
  public record Failure(OfficialTest test, Plan plan, Run run) {}

  private record Attempt(OfficialTest test, Plan plan) {}

  private Shrinker(Simulation simulation, Run failed, BooleanSupplier goOn) {
    this.simulation = simulation;
    this.goOn = goOn;
    seed = failed.seed();
    kind = failed.anomalies().get(0).kind();
    smallest = new Failure(simulation.test(), failed.plan().orElseThrow(), failed);
  }

  /**
   * Finds a small run of the same seed that fails in the same way.
   *
   * @param failed a run of the simulation, with its plan
   * @param goOn whether to continue; if not, the smallest run so far is the result
   */
  public static Failure shrink(Simulation simulation, Run failed, BooleanSupplier goOn) {
    return new Shrinker(simulation, failed, goOn).shrink();
  }

  private Failure shrink() {
    boolean smaller = true;
    while (smaller && goOn.getAsBoolean()) {
      smaller = shorten();
      smaller |= fewerNodes();
      smaller |= fewer(Plan::faults, plan -> faults -> new Plan(faults, plan.operations()));
      smaller |= fewer(Plan::operations, plan -> operations -> new Plan(plan.faults(), operations));
      smaller |= fewerClients();
      smaller |= closer();
    }
    return smallest;
  }

  private boolean shorten() {
    int nowSeconds = smallest.test().timeLimit();
    return change(
        Stream.of(1, nowSeconds / 4, nowSeconds / 2, nowSeconds * 3 / 4, nowSeconds - 1)
            .filter(seconds -> seconds > 0 && seconds < nowSeconds)
            .map(seconds -> smallest.test().but().timeLimit(seconds).build()));
  }

  private boolean fewerNodes() {
    return change(
        IntStream.range(1, smallest.test().nodeCount())
            .mapToObj(count -> smallest.test().but().nodeCount(count).build()));
  }

  private boolean fewerClients() {
    return change(
        IntStream.range(1, smallest.test().clients())
            .mapToObj(count -> smallest.test().but().concurrency(Integer.toString(count)).build()));
  }

  private boolean closer() {
    OfficialTest test = smallest.test();
    return change(
        Stream.of(
                test.but().latency(0).latencyDist("constant").build(),
                test.but().latencyDist("constant").build())
            .filter(kinder -> !kinder.equals(test)));
  }

  private boolean change(Stream<OfficialTest> tests) {
    return improve(tests.map(test -> new Attempt(test, smallest.plan())).toList());
  }

  private <T extends Comparable<T>> boolean fewer(
      Function<Plan, NavigableSet<T>> part, Function<Plan, Function<NavigableSet<T>, Plan>> with) {
    boolean any = false;
    int pieces = 1;
    while (goOn.getAsBoolean()) {
      List<T> all = List.copyOf(part.apply(smallest.plan()));
      if (all.isEmpty()) {
        break;
      }
      // At most as many as there are elements, or one would be the whole again.
      pieces = Math.min(pieces, all.size());
      List<Attempt> attempts = new ArrayList<>();
      for (int i = 0; i < pieces; i++) {
        NavigableSet<T> rest = new TreeSet<>(all);
        all.subList(all.size() * i / pieces, all.size() * (i + 1) / pieces).forEach(rest::remove);
        attempts.add(new Attempt(smallest.test(), with.apply(smallest.plan()).apply(rest)));
      }
      if (improve(attempts)) {
        any = true;
        pieces = Math.max(2, pieces - 1);
      } else if (pieces >= all.size()) {
        break;
      } else {
        pieces *= 2;
      }
    }
    return any;
  }

  /** Keeps the first attempt that fails in the same way; false if none does. */
  private boolean improve(List<Attempt> attempts) {
    Optional<Failure> better =
        attempts.parallelStream()
            .filter(attempt -> goOn.getAsBoolean())
            .flatMap(attempt -> run(attempt).stream())
            .filter(failure -> failure.run().anomalies().stream().anyMatch(this::isSame))
            .findFirst();
    better.ifPresent(found -> smallest = found);
    return better.isPresent();
  }

  /** Runs an attempt; empty if the workload does not allow such a test. */
  private Optional<Failure> run(Attempt attempt) {
    try {
      Run run = simulation.testing(attempt.test()).only(attempt.plan()).run(seed);
      return Optional.of(new Failure(attempt.test(), run.plan().orElseThrow(), run));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean isSame(Anomaly anomaly) {
    return anomaly.kind().equals(kind);
  }
}
