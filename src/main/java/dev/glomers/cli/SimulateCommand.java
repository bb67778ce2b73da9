package dev.glomers.cli;

import dev.glomers.part.OfficialTest;
import dev.glomers.part.Part;
import dev.glomers.part.Parts;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import io.smallrye.config.ConfigValidationException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs parts' official tests, or others, in the simulation. */
@Command(
    name = "simulate",
    description = "Run a part's test in the simulation, without Maelstrom.",
    footer = "Exit status: 0 valid, 1 invalid, 2 usage or failure.")
final class SimulateCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "<part|all>", description = "A part, such as 3d, or all of them.")
  String part;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The (first) seed; 1 if not given.")
  long seed;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many seeds to run, on all cores.")
  int seeds;

  @Option(names = "--node-count", paramLabel = "N", description = "As in Maelstrom.")
  @Nullable Integer nodeCount;

  @Option(names = "--rate", paramLabel = "HZ", description = "As in Maelstrom.")
  @Nullable Double rate;

  @Option(names = "--time-limit", paramLabel = "S", description = "As in Maelstrom.")
  @Nullable Integer timeLimit;

  @Option(names = "--latency", paramLabel = "MS", description = "As in Maelstrom.")
  @Nullable Integer latency;

  @Option(names = "--latency-dist", paramLabel = "KIND", description = "As in Maelstrom.")
  @Nullable String latencyDist;

  @Option(names = "--concurrency", paramLabel = "N|Nn", description = "As in Maelstrom.")
  @Nullable String concurrency;

  @Option(names = "--topology", paramLabel = "SHAPE", description = "As in Maelstrom.")
  @Nullable String topology;

  @Option(
      names = "--nemesis",
      paramLabel = "FAULT",
      split = ",",
      description =
          "Faults, separated by commas: partition, kill, pause as in Maelstrom; one-way, loss,"
              + " duplication, reordering, latency, clock, slow-services, service-loss.")
  @Nullable List<String> nemesis;

  @Option(names = "--nemesis-interval", paramLabel = "S", description = "As in Maelstrom.")
  @Nullable Double nemesisInterval;

  @Option(
      names = "--safety",
      description = "The faults never end; only what must never happen is wrong.")
  boolean safety;

  @Option(
      names = "--recovery",
      paramLabel = "S",
      description = "Seconds from the end of the faults to the final operations; 10.")
  @Nullable Double recovery;

  @Option(
      names = "--no-wrap-around",
      description = "A seq-kv without Maelstrom's mistake for clients that lag far behind.")
  boolean noWrapAround;

  @Override
  public Integer call() {
    List<Part> parts = Parts.find().matching(part);
    if (parts.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "no part " + part);
    }
    PrintWriter out = spec.commandLine().getOut();
    List<SimulationRow> rows = new ArrayList<>();
    for (Part each : parts) {
      rows.addAll(simulate(each));
    }
    SimulationTable.print(rows, out);
    rows.forEach(row -> row.explain(out));
    out.flush();
    return rows.stream().allMatch(SimulationRow::valid) ? 0 : 1;
  }

  private List<SimulationRow> simulate(Part each) {
    try {
      return each.tests().stream().map(test -> simulate(each, changed(test))).toList();
    } catch (NoSuchElementException | ConfigValidationException e) {
      return List.of(SimulationRow.impossible(each, String.valueOf(Failure.mistake(e))));
    }
  }

  private SimulationRow simulate(Part each, OfficialTest test) {
    Simulation simulation = Simulation.of(each, test);
    if (safety) {
      simulation = simulation.forSafety();
    }
    if (recovery != null) {
      simulation = simulation.recovering(Duration.ofNanos((long) (recovery * 1e9)));
    }
    if (noWrapAround) {
      simulation = simulation.withoutWrapAround();
    }
    return new SimulationRow(each, test, replay(each), official(), sweep(simulation));
  }

  private List<Run> sweep(Simulation simulation) {
    return LongStream.range(seed, seed + seeds)
        .parallel()
        .mapToObj(each -> simulation.run(each).withoutHistory())
        .collect(Collectors.toList());
  }

  /** The part's test with the options that were given instead of its own. */
  private OfficialTest changed(OfficialTest test) {
    return new OfficialTest(
        test.workload(),
        or(nodeCount, test.nodeCount()),
        or(concurrency, test.concurrency()),
        or(rate, test.rate()),
        or(timeLimit, test.timeLimit()),
        or(latency, test.latency()),
        or(latencyDist, test.latencyDist()),
        or(topology, test.topology()),
        or(nemesis, test.nemesis()),
        or(nemesisInterval, test.nemesisInterval()),
        test.availability(),
        test.consistencyModels());
  }

  private static <T> T or(@Nullable T given, T own) {
    return given == null ? own : given;
  }

  /** Whether nothing was changed, so that the official limits apply. */
  private boolean official() {
    return options().isEmpty();
  }

  private String replay(Part each) {
    return "glomers simulate " + each.name() + options();
  }

  /** The options that make the test another, as they were given. */
  private String options() {
    StringBuilder options = new StringBuilder();
    spec.commandLine().getParseResult().matchedOptions().stream()
        .filter(option -> !List.of("--seed", "--seeds").contains(option.longestName()))
        .forEach(
            option -> {
              options.append(' ').append(option.longestName());
              if (option.arity().max() > 0) {
                options.append(' ').append(String.join(",", option.originalStringValues()));
              }
            });
    return options.toString();
  }
}
