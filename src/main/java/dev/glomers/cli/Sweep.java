package dev.glomers.cli;

import dev.glomers.part.Figures;
import dev.glomers.report.Recording;
import dev.glomers.report.Report;
import dev.glomers.simulation.FaultEffects;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.workload.Anomaly;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What came of one test under one or many seeds. Of many the worst of each figure counts.
 *
 * @param replay the command that runs this test again
 * @param official whether nothing was changed, so that the official limits apply
 */
record Sweep(Trial trial, Replay replay, boolean official, List<Run> runs) {
  private static final int MOST_SEEDS = 3;
  private static final int MOST_ANOMALIES = 5;
  private static final int MOST_LINES = 5;

  boolean passed() {
    return failed() == 0 && overLimit().isEmpty();
  }

  private long failed() {
    return runs.stream().filter(run -> !run.valid()).count();
  }

  private List<String> overLimit() {
    return overLimit(figures());
  }

  /** The figures over an official limit that applies, in words. */
  List<String> overLimit(Figures figures) {
    return official ? figures.overLimit(trial.part().limit()) : List.of();
  }

  /** The seed of the first run that failed, or else of the first. */
  long telling() {
    return runs.stream().filter(run -> !run.valid()).findFirst().orElse(runs.get(0)).seed();
  }

  /** Shows the most telling run. */
  Report report(Simulation simulation) {
    Recording recording = new Recording();
    return report(simulation.run(telling(), recording), recording);
  }

  /** Shows a run. */
  Report report(Run run, Recording recording) {
    return new Report(trial.part(), official, replay.with(run.seed()), run, recording);
  }

  ResultTable.Row row() {
    return new ResultTable.Row(trial, verdict(), passed(), figures(), faults());
  }

  private String verdict() {
    String word = failed() > 0 ? "invalid" : overLimit().isEmpty() ? "valid" : "over the limit";
    if (runs.size() == 1) {
      return word;
    }
    String failed = failed() > 0 ? failed() + " of " : "";
    return "%s (%s%d seeds)".formatted(word, failed, runs.size());
  }

  private Figures figures() {
    return new Figures(
        most(Figures::msgsPerOp),
        most(Figures::allMsgsPerOp),
        longest(Figures::latencyMedian),
        longest(Figures::latencyMax),
        longest(Figures::worstLag),
        OptionalDouble.of(runs.stream().mapToDouble(Run::availability).min().orElse(1)));
  }

  private OptionalDouble most(Function<Figures, OptionalDouble> figure) {
    return runs.stream()
        .map(Run::measured)
        .map(figure)
        .flatMapToDouble(OptionalDouble::stream)
        .max();
  }

  private Optional<Duration> longest(Function<Figures, Optional<Duration>> figure) {
    return runs.stream()
        .map(Run::measured)
        .map(figure)
        .flatMap(Optional::stream)
        .max(Duration::compareTo);
  }

  private String faults() {
    FaultEffects effects = new FaultEffects();
    runs.forEach(run -> effects.add(run.effects()));
    return effects.toString();
  }

  /** Says what a single run counted; what is wrong, and how to see it again. */
  void explain(PrintWriter out) {
    overLimit().forEach(words -> out.println(trial.name() + ": " + words));
    if (runs.size() == 1 && !runs.get(0).figures().isEmpty()) {
      out.println(trial.name() + ": " + runs.get(0).counted());
    }
    runs.stream()
        .flatMap(run -> run.unchecked().stream())
        .distinct()
        .forEach(words -> out.println(trial.name() + ": not checked: " + words));
    runs.stream().filter(run -> !run.valid()).limit(MOST_SEEDS).forEach(run -> explain(run, out));
  }

  private void explain(Run run, PrintWriter out) {
    int count = run.anomalies().size();
    String anomalies = count == 1 ? "one anomaly" : count + " anomalies";
    out.printf("%n%s, seed %d, %s%n", trial.name(), run.seed(), anomalies);
    run.anomalies().stream()
        .limit(MOST_ANOMALIES)
        .map(Anomaly::toString)
        .forEach(anomaly -> out.println("  " + anomaly));
    run.log().stream().limit(MOST_LINES).forEach(line -> out.println("  logged at " + line));
    out.println("  again: " + replay.with(run.seed()));
  }
}
