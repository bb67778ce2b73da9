package dev.glomers.cli;

import dev.glomers.part.OfficialTest;
import dev.glomers.part.Part;
import dev.glomers.part.Parts;
import dev.glomers.report.JepsenHistory;
import dev.glomers.simulation.FaultEffects;
import dev.glomers.simulation.JsonLinesTrace;
import dev.glomers.simulation.Reconciliation;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import io.smallrye.config.ConfigValidationException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs parts' official tests, or others, in the simulation. */
@Command(
    name = "simulate",
    description =
        "Run a part's official test in the simulation: Maelstrom's world in one process, from a"
            + " seed, on a virtual clock. Options that Maelstrom has mean what they mean there. Latencies"
            + " are those of broadcast's values, and elsewhere those of the operations.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  glomers simulate all",
      "  glomers simulate 3d --seeds 1000",
      "  glomers simulate 3d --nemesis partition --report report.html",
      "  glomers simulate 4 --nemesis partition,kill --seed 7 --trace t.jsonl",
    })
final class SimulateCommand implements Callable<Integer> {
  /** How many seeds to try, if the faults of none do anything. */
  private static final int MOST_DRAWS = 20;

  @Spec CommandSpec spec;

  @Mixin PartArgument part;

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      description =
          "The seed, or the first of many (default: 1, or the first whose faults do anything).")
  @Nullable Long seed;

  @Option(
      names = "--seeds",
      paramLabel = "<n>",
      defaultValue = "1",
      description = "How many seeds to run, on all cores (default: ${DEFAULT-VALUE}).")
  int seeds;

  @Mixin TestOptions testOptions;

  @Option(
      names = "--reconcile",
      description = "Run each seed twice more and fail if anything at all differs.")
  boolean reconcile;

  @Mixin OutputFiles files;

  @Option(names = "--json", description = "Print one JSON object for each run, not a table.")
  boolean json;

  private int status;

  @Override
  public Integer call() {
    Mistake.unless(seeds > 0, "--seeds must be more than 0");
    Mistake.unless(first() <= Long.MAX_VALUE - seeds, "--seed must leave room for --seeds");
    files.requireDirectories();
    Parts parts = Parts.find();
    List<Part> chosen = part.among(parts);
    List<Sweep> sweeps = new ArrayList<>();
    for (Part next : chosen) {
      try {
        for (OfficialTest test : next.tests()) {
          sweeps.add(sweep(next, test));
        }
      } catch (NoSuchElementException | ConfigValidationException e) {
        System.err.println("glomers: " + next + " cannot run: " + Failure.mistake(e));
        status = 1;
      }
    }
    show(sweeps);
    if (files.failed()) {
      return Main.FAILURE;
    }
    return sweeps.stream().allMatch(Sweep::passed) ? status : 1;
  }

  private Sweep sweep(Part next, OfficialTest official) {
    Trial trial = Trial.of(next, official, testOptions.changed(official));
    Simulation simulation = testOptions.changed(Simulation.of(trial.part(), trial.test()));
    String options = testOptions.given();
    String replay = "glomers simulate " + next + options;
    List<Run> runs = run(trial, simulation);
    if (reconcile) {
      reconcile(trial, simulation, runs);
    }
    Sweep sweep = new Sweep(trial, replay, options.isEmpty(), runs);
    write(sweep, simulation);
    return sweep;
  }

  private long first() {
    return seed == null ? 1 : seed;
  }

  private List<Run> run(Trial trial, Simulation simulation) {
    return seed == null && seeds == 1
        ? List.of(telling(trial, simulation))
        : runAll(trial, simulation);
  }

  /** The first run whose faults do anything; if that of no seed does, the first. */
  private static Run telling(Trial trial, Simulation simulation) {
    Run first = simulation.run(1).withoutHistory();
    Run run = first;
    while (run.valid() && provesNothing(run) && run.seed() < MOST_DRAWS) {
      run = simulation.run(run.seed() + 1).withoutHistory();
    }
    if (run.valid() && provesNothing(run)) {
      return first;
    }
    if (run.seed() > 1) {
      String words = "glomers: %s: seed %d, since the faults of those before did nothing";
      System.err.println(words.formatted(trial.name(), run.seed()));
    }
    return run;
  }

  private static boolean provesNothing(Run run) {
    return new FaultEffects().add(run.effects()).provesNothing();
  }

  private List<Run> runAll(Trial trial, Simulation simulation) {
    AtomicInteger done = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    try (Progress progress = new Progress(trial.name(), seeds)) {
      return LongStream.range(first(), first() + seeds)
          .parallel()
          .mapToObj(
              each -> {
                Run run = simulation.run(each).withoutHistory();
                int failures = run.valid() ? failed.get() : failed.incrementAndGet();
                progress.show(done.incrementAndGet(), failures + " failed");
                return run;
              })
          .toList();
    }
  }

  private void reconcile(Trial trial, Simulation simulation, List<Run> runs) {
    runs.stream()
        .mapToLong(Run::seed)
        .forEach(
            each ->
                Reconciliation.check(simulation, each)
                    .ifPresent(
                        difference -> {
                          System.err.println(
                              "glomers: " + trial.name() + ", seed " + each + ": " + difference);
                          status = 1;
                        }));
  }

  private void write(Sweep sweep, Simulation simulation) {
    boolean several = part.isAll() || sweep.trial().part().tests().size() > 1;
    String suffix = several ? "-" + sweep.trial().name().replace(", ", "-") : "";
    files.write(
        files.trace,
        suffix,
        out -> simulation.run(sweep.telling(), new JsonLinesTrace(out::println)));
    files.write(files.report, suffix, out -> out.print(sweep.report(simulation).html()));
    files.write(
        files.history,
        suffix,
        out -> JepsenHistory.write(simulation.run(sweep.telling()).history().orElseThrow(), out));
  }

  private void show(List<Sweep> sweeps) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      sweeps.forEach(sweep -> sweep.runs().forEach(run -> out.println(RunJson.of(sweep, run))));
    } else {
      ResultTable table = new ResultTable();
      sweeps.forEach(sweep -> table.add(sweep.row()));
      table.print(out, spec.commandLine().getColorScheme().ansi());
      sweeps.forEach(sweep -> sweep.explain(out));
    }
    out.flush();
  }
}
