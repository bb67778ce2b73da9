package dev.glomers.watch;

import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.Operation;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The first anomaly of a kind, and when a checker can find it.
 *
 * @param timeNanos nanoseconds; before this time the checker could not find it
 */
public record Discovery(long timeNanos, Anomaly anomaly) {
  private static final int MOST_KINDS = 3;

  /**
   * The discoveries of a run, in any order. Anomalies that need the faults to have ended are found
   * at the end of the run.
   *
   * @param run a run of this simulation, with its history
   * @param goOn whether to continue the search
   */
  public static Stream<Discovery> of(Simulation simulation, Run run, BooleanSupplier goOn) {
    return run.anomalies().stream()
        .map(Anomaly::kind)
        .distinct()
        .limit(MOST_KINDS)
        .takeWhile(kind -> goOn.getAsBoolean())
        .map(kind -> first(simulation, run, kind, goOn));
  }

  /** A checker sees only the beginnings and the ends of operations. */
  private static Discovery first(
      Simulation simulation, Run run, String kind, BooleanSupplier goOn) {
    List<Long> timesNanos =
        run.history().orElseThrow().operations().stream()
            .flatMapToLong(Discovery::timesNanos)
            .sorted()
            .distinct()
            .boxed()
            .toList();
    Anomaly found = find(run, kind).orElseThrow();
    int low = 0;
    int high = timesNanos.size() - 1;
    while (low < high && goOn.getAsBoolean()) {
      int middle = (low + high) >>> 1;
      Run until = simulation.until(timesNanos.get(middle)).run(run.seed());
      Optional<Anomaly> already = find(until, kind);
      if (already.isPresent()) {
        found = already.get();
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return new Discovery(timesNanos.isEmpty() ? 0 : timesNanos.get(low), found);
  }

  private static LongStream timesNanos(Operation operation) {
    return operation.hasEnded()
        ? LongStream.of(operation.invokedAtNanos(), operation.completedAtNanos())
        : LongStream.of(operation.invokedAtNanos());
  }

  private static Optional<Anomaly> find(Run run, String kind) {
    return run.anomalies().stream().filter(each -> each.kind().equals(kind)).findFirst();
  }
}
