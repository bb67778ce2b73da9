package dev.glomers.cli;

import dev.glomers.part.OfficialTest;
import dev.glomers.part.Part;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.Latency;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What came of one test under one or many seeds. Of many the worst of each figure is told. */
final class SimulationRow {
  private static final int MOST_SEEDS = 3;
  private static final int MOST_ANOMALIES = 5;
  private static final int MOST_LINES = 5;

  private final Part part;
  private final @Nullable OfficialTest test;
  private final String replay;
  private final boolean official;
  private final List<Run> runs;
  private final String problem;

  /**
   * @param replay the command that runs this test again, but for the seed
   * @param official whether this is the official test, so that its limits apply
   */
  SimulationRow(Part part, OfficialTest test, String replay, boolean official, List<Run> runs) {
    this(part, test, replay, official, runs, "");
  }

  private SimulationRow(
      Part part,
      @Nullable OfficialTest test,
      String replay,
      boolean official,
      List<Run> runs,
      String problem) {
    this.part = part;
    this.test = test;
    this.replay = replay;
    this.official = official;
    this.runs = runs;
    this.problem = problem;
  }

  /** A part that cannot run, and why. */
  static SimulationRow impossible(Part part, String problem) {
    return new SimulationRow(part, null, "", false, List.of(), problem);
  }

  boolean valid() {
    return problem.isEmpty() && runs.stream().allMatch(Run::valid) && !exceedsLimit();
  }

  private boolean exceedsLimit() {
    return official
        && (exceeds(part.limit().msgsPerOp(), serverMessages())
            || exceeds(part.limit().latencyMedian().orElse(null), median())
            || exceeds(part.limit().latencyMax().orElse(null), max()));
  }

  private static boolean exceeds(OptionalDouble bound, double value) {
    return bound.isPresent() && value > bound.getAsDouble();
  }

  private static boolean exceeds(@Nullable Duration bound, double millis) {
    return bound != null && millis > bound.toMillis();
  }

  /** The cells of the table. */
  List<String> cells() {
    if (runs.isEmpty()) {
      return List.of(part.name(), "cannot run", "", "", "", "", "", "");
    }
    return List.of(
        part.name(),
        verdict(),
        "%.3f".formatted(serverMessages())
            + bounds(number(part.limit().msgsPerOp()), number(part.goal().msgsPerOp())),
        "%.2f".formatted(worst(Run::messagesPerOperation)),
        "%.0f".formatted(median())
            + bounds(
                millis(part.limit().latencyMedian().orElse(null)),
                millis(part.goal().latencyMedian().orElse(null))),
        "%.0f".formatted(max())
            + bounds(
                millis(part.limit().latencyMax().orElse(null)),
                millis(part.goal().latencyMax().orElse(null))),
        "%.4f".formatted(-worst(run -> -run.availability())),
        effects());
  }

  private String verdict() {
    long valid = runs.stream().filter(Run::valid).count();
    if (valid < runs.size()) {
      return runs.size() == 1
          ? "INVALID"
          : "INVALID %d/%d".formatted(runs.size() - valid, runs.size());
    }
    String over = exceedsLimit() ? "over the limit" : "valid";
    return runs.size() == 1 ? over : over + " " + valid;
  }

  private double serverMessages() {
    return worst(Run::serverMessagesPerOperation);
  }

  private double median() {
    return worst(run -> run.latency().map(Latency::p50).orElse(0L) / 1e6);
  }

  private double max() {
    return worst(run -> run.latency().map(Latency::max).orElse(0L) / 1e6);
  }

  private double worst(ToDoubleFunction<Run> figure) {
    return runs.stream().mapToDouble(figure).max().orElse(0);
  }

  private static String bounds(String limit, String goal) {
    return (limit.isEmpty() ? "" : " limit " + limit) + (goal.isEmpty() ? "" : " goal " + goal);
  }

  private static String number(OptionalDouble bound) {
    return bound.isPresent() ? String.valueOf(bound.getAsDouble()) : "";
  }

  private static String millis(@Nullable Duration bound) {
    return bound == null ? "" : String.valueOf(bound.toMillis());
  }

  private String effects() {
    Map<String, Long> all = new TreeMap<>();
    runs.forEach(run -> run.effects().forEach((what, count) -> all.merge(what, count, Long::sum)));
    String told =
        all.entrySet().stream()
            .map(effect -> effect.getKey() + " " + effect.getValue())
            .collect(Collectors.joining(", "));
    boolean faulty = test != null && !test.nemesis().isEmpty();
    boolean none = all.keySet().stream().allMatch(what -> what.endsWith(": started"));
    return faulty && none ? told + ": did nothing, which proves nothing" : told;
  }

  /** Says what is wrong, and how to see it again. */
  void explain(PrintWriter out) {
    if (!problem.isEmpty()) {
      out.println(part + ": " + problem);
    }
    runs.stream()
        .filter(run -> !run.valid())
        .limit(MOST_SEEDS)
        .forEach(
            run -> {
              out.println();
              out.printf("%s, seed %d: %d anomalies%n", part, run.seed(), run.anomalies().size());
              run.anomalies().stream()
                  .limit(MOST_ANOMALIES)
                  .map(Anomaly::toString)
                  .forEach(anomaly -> out.println("  " + anomaly));
              run.log().stream().limit(MOST_LINES).forEach(line -> out.println("  log, " + line));
              out.printf("  again: %s --seed %d%n", replay, run.seed());
            });
    if (runs.size() == 1 && !runs.get(0).figures().isEmpty()) {
      out.println(part + ": " + runs.get(0).figures());
    }
  }
}
