package dev.glomers.cli;

import dev.glomers.part.Figures;
import dev.glomers.report.Recording;
import dev.glomers.report.Report;
import dev.glomers.simulation.FaultEffects;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.workload.Anomaly;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * The results of one test so far, under one or many seeds. Of many seeds the worst of each figure
 * counts, and only the first few failed runs are kept.
 */
final class Sweep {
  private static final int MOST_SEEDS = 3;
  private static final int MOST_ANOMALIES = 5;
  private static final int MOST_LINES = 5;

  private final Trial trial;
  private final Replay replay;
  private final boolean official;

  private long runs;
  private long failed;
  private @Nullable Run first;
  private final TreeMap<Long, Run> failures = new TreeMap<>();
  private Figures worst = Figures.NONE;
  private final FaultEffects effects = new FaultEffects();
  private final Set<String> unchecked = new TreeSet<>();

  /** The situations that nodes have named, and whether any node has reached them. */
  private final Map<String, Boolean> situations = new TreeMap<>();

  /**
   * @param replay the command that repeats this test
   * @param official whether the test is unchanged, so that the official limits apply
   */
  Sweep(Trial trial, Replay replay, boolean official) {
    this.trial = trial;
    this.replay = replay;
    this.official = official;
  }

  Trial trial() {
    return trial;
  }

  boolean official() {
    return official;
  }

  void add(Run run) {
    runs++;
    if (first == null || run.seed() < first.seed()) {
      first = run;
    }
    if (!run.valid()) {
      failed++;
      failures.put(run.seed(), run);
      if (failures.size() > MOST_SEEDS) {
        failures.pollLastEntry();
      }
    }
    worst = worst.worst(run.measured());
    effects.add(run.effects());
    unchecked.addAll(run.unchecked());
    run.situations()
        .forEach((name, reached) -> situations.merge(name, reached, Boolean::logicalOr));
  }

  long runs() {
    return runs;
  }

  long failed() {
    return failed;
  }

  /** Whether every situation that the nodes name was reached. */
  boolean isMarked() {
    return !situations.containsValue(false);
  }

  boolean passed() {
    return failed == 0 && overLimit(worst).isEmpty();
  }

  /** Whether a run passes. */
  boolean passes(Run run) {
    return run.valid() && overLimit(run.measured()).isEmpty();
  }

  /** The figures that exceed an official limit, in words. */
  List<String> overLimit(Figures figures) {
    return official ? figures.overLimit(trial.part().limit()) : List.of();
  }

  /** The first seed that failed, or else the first. */
  long telling() {
    return failures.isEmpty() ? Objects.requireNonNull(first).seed() : failures.firstKey();
  }

  /** The command that repeats a seed. */
  String replay(long seed) {
    return replay.with(seed);
  }

  /** Shows a run. */
  Report report(Run run, Recording recording) {
    return new Report(trial.part(), official, replay(run.seed()), run, recording);
  }

  private ResultTable.Row row() {
    return new ResultTable.Row(trial, verdict(), passed(), worst, effects.toString());
  }

  private String verdict() {
    String word = failed > 0 ? "invalid" : passed() ? "valid" : "over the limit";
    if (runs == 1) {
      return word;
    }
    return "%s (%s%d seeds)".formatted(word, failed > 0 ? failed + " of " : "", runs);
  }

  /** Prints a table of these sweeps, and their problems. */
  static void tell(Collection<Sweep> sweeps, CommandLine command) {
    PrintWriter out = command.getOut();
    ResultTable table = new ResultTable();
    sweeps.forEach(sweep -> table.add(sweep.row()));
    table.print(out, command.getColorScheme().ansi());
    sweeps.forEach(sweep -> sweep.explain(out));
    out.flush();
  }

  /** Prints the counts of a single run, the problems, and how to see them again. */
  private void explain(PrintWriter out) {
    overLimit(worst).forEach(words -> out.println(trial.name() + ": " + words));
    if (runs == 1 && first != null && !first.figures().isEmpty()) {
      out.println(trial.name() + ": " + first.counted());
    }
    unchecked.forEach(words -> out.println(trial.name() + ": not checked: " + words));
    situations.forEach(
        (name, reached) -> {
          if (!reached) {
            out.println(trial.name() + ": never reached: " + name);
          }
        });
    failures.values().forEach(run -> explain(run, out));
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
    out.println("  again: " + replay(run.seed()));
  }
}
