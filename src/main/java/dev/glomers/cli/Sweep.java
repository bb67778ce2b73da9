package dev.glomers.cli;

import dev.glomers.part.Figures;
import dev.glomers.part.OfficialTest;
import dev.glomers.part.Part;
import dev.glomers.report.Recording;
import dev.glomers.report.Report;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.Latency;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What came of one test under one or many seeds. Of many the worst of each figure counts.
 *
 * @param name the part's and what is special about this test
 * @param replay the command that runs this test again, but for the seed
 * @param official whether nothing was changed, so that the official limits apply
 */
record Sweep(
    Part part, String name, OfficialTest test, String replay, boolean official, List<Run> runs) {
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
    return official ? figures().overLimit(part.limit()) : List.of();
  }

  /** Shows the first run that failed, or else the first. */
  Report report(Simulation simulation) {
    long seed = runs.stream().filter(run -> !run.valid()).findFirst().orElse(runs.get(0)).seed();
    Recording recording = new Recording();
    Run again = simulation.run(seed, recording);
    return new Report(part, official, replay + " --seed " + seed, again, recording);
  }

  ResultTable.Row row() {
    return new ResultTable.Row(
        name, verdict(), passed(), figures(), part.limit(), part.goal(), faults());
  }

  private String verdict() {
    String word = failed() > 0 ? "invalid" : overLimit().isEmpty() ? "valid" : "over the limit";
    if (runs.size() == 1) {
      return word;
    }
    return failed() > 0 ? word + " " + failed() + "/" + runs.size() : word + " " + runs.size();
  }

  private Figures figures() {
    return new Figures(
        OptionalDouble.of(worst(Run::serverMessagesPerOperation)),
        OptionalDouble.of(worst(Run::messagesPerOperation)),
        worstTime(run -> run.latency().map(Latency::p50)),
        worstTime(run -> run.latency().map(Latency::max)),
        worstTime(run -> Optional.ofNullable(run.figures().get("worst-lag-ms")).map(Sweep::nanos)),
        OptionalDouble.of(-worst(run -> -run.availability())));
  }

  private double worst(ToDoubleFunction<Run> figure) {
    return runs.stream().mapToDouble(figure).max().orElse(0);
  }

  private Optional<Duration> worstTime(Function<Run, Optional<Long>> nanos) {
    return runs.stream()
        .map(nanos)
        .flatMap(Optional::stream)
        .max(Long::compare)
        .map(Duration::ofNanos);
  }

  private static long nanos(Number millis) {
    return (long) (millis.doubleValue() * 1e6);
  }

  private String faults() {
    Map<String, Long> all = new TreeMap<>();
    runs.forEach(run -> run.effects().forEach((what, count) -> all.merge(what, count, Long::sum)));
    String told =
        all.entrySet().stream()
            .map(effect -> effect.getKey() + " " + effect.getValue())
            .collect(Collectors.joining(", "));
    boolean none = all.keySet().stream().allMatch(what -> what.endsWith(": started"));
    return !test.nemesis().isEmpty() && none ? told + "; did nothing: proves nothing" : told;
  }

  /** Says what a single run counted; what is wrong, and how to see it again. */
  void explain(PrintWriter out) {
    overLimit().forEach(words -> out.println(name + ": " + words));
    if (runs.size() == 1 && !runs.get(0).figures().isEmpty()) {
      out.println(name + ": " + runs.get(0).figures());
    }
    runs.stream().filter(run -> !run.valid()).limit(MOST_SEEDS).forEach(run -> explain(run, out));
  }

  private void explain(Run run, PrintWriter out) {
    out.printf("%n%s, seed %d, %d anomalies%n", name, run.seed(), run.anomalies().size());
    run.anomalies().stream()
        .limit(MOST_ANOMALIES)
        .map(Anomaly::toString)
        .forEach(anomaly -> out.println("  " + anomaly));
    run.log().stream().limit(MOST_LINES).forEach(line -> out.println("  logged at " + line));
    out.printf("  again: %s --seed %d%n", replay, run.seed());
  }
}
