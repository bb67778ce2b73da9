package dev.glomers.cli;

import dev.glomers.part.Part;
import dev.glomers.part.Parts;
import dev.glomers.report.JepsenHistory;
import dev.glomers.report.Recording;
import dev.glomers.simulation.FaultEffects;
import dev.glomers.simulation.JsonLinesTrace;
import dev.glomers.simulation.Reconciliation;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.Swarm;
import dev.glomers.simulation.workload.Anomaly;
import io.smallrye.config.ConfigValidationException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
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
            + " seed, on a virtual clock. Maelstrom's options have the same meaning here. Latencies"
            + " are those of the values for broadcast and g-set, and those of the operations"
            + " otherwise. If interrupted, it prints the results so far.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  glomers simulate all",
      "  glomers simulate 3d --seeds 1000",
      "  glomers simulate 3d --nemesis partition --report report.html",
      "  glomers simulate 4 --nemesis partition,kill --seed 7 --trace t.jsonl",
      "  glomers simulate all --seed random --budget 8h --fail-fast 3 --json >runs.jsonl",
    })
final class SimulateCommand implements Callable<Integer> {
  /** How many seeds to try until the faults of one have an effect. */
  private static final int MOST_DRAWS = 20;

  @Spec CommandSpec spec;

  @Mixin PartArgument part;

  @Mixin SweepOptions sweepOptions;

  @Mixin TestOptions testOptions;

  @Option(
      names = "--reconcile",
      description = "Run each seed twice more and fail if anything differs.")
  boolean reconcile;

  @Mixin OutputFiles files;

  @Mixin FailureOptions failures;

  @Option(
      names = "--json",
      description = "Print one JSON object for each run as soon as it is done, instead of a table.")
  boolean json;

  private final List<Sweep> sweeps = new ArrayList<>();
  private Patience patience = new Patience(null, null);
  private boolean interrupted;
  private int status;

  @Override
  public Integer call() {
    return failures.replay == null ? run() : failures.again(spec);
  }

  private int run() {
    files.requireDirectories();
    Seeds seeds = sweepOptions.seeds();
    patience = new Patience(sweepOptions.budget, sweepOptions.failFast);
    List<Trial> trials = new ArrayList<>();
    for (Part next : part.among(Parts.find())) {
      orSay(
          next,
          () ->
              next.tests()
                  .forEach(test -> trials.add(Trial.of(next, test, testOptions.changed(test)))));
    }
    while (!trials.isEmpty() && patience.over() == null) {
      patience.begin(trials.size());
      Trial trial = trials.remove(0);
      orSay(trial.part(), () -> sweep(trial, seeds));
    }
    if (!trials.isEmpty()) {
      String left = trials.stream().map(Trial::name).collect(Collectors.joining("; "));
      System.err.println("glomers: " + patience.over() + ", so these did not run: " + left);
    }
    if (!json) {
      Sweep.tell(sweeps, spec.commandLine());
    }
    if (!interrupted && testOptions.faults == null) {
      sweeps.stream().filter(sweep -> sweep.failed() > 0).findFirst().ifPresent(this::shrink);
    }
    return files.failed() ? Main.FAILURE : sweeps.stream().allMatch(Sweep::passed) ? status : 1;
  }

  private void shrink(Sweep sweep) {
    PrintWriter err = spec.commandLine().getErr();
    PrintWriter out = json ? err : spec.commandLine().getOut();
    long seed = sweep.telling();
    failures.shrink(sweep.trial(), settings(sweep.trial()).apply(seed), seed, out);
  }

  private void orSay(Part next, Runnable step) {
    try {
      step.run();
    } catch (NoSuchElementException | ConfigValidationException e) {
      String mistake = Failure.mistake(e);
      if (mistake == null) {
        throw e;
      }
      System.err.println("glomers: " + next + " cannot run: " + mistake);
      status = Main.FAILURE;
    }
  }

  private void sweep(Trial trial, Seeds seeds) {
    LongFunction<Simulation> settings = settings(trial);
    String given = testOptions.given() + (sweepOptions.swarm ? " --swarm" : "");
    String again = "glomers simulate " + trial.part() + given + (reconcile ? " --reconcile" : "");
    Sweep sweep = new Sweep(trial, new Replay(again, ""), given.isEmpty());
    if (sweepOptions.anyOne()) {
      done(sweep, telling(trial, settings));
    } else {
      run(sweep, settings, seeds);
    }
    if (sweep.runs() > 0) {
      sweeps.add(sweep);
      write(sweep, settings.apply(sweep.telling()));
    }
  }

  /** The simulation of each seed. */
  private LongFunction<Simulation> settings(Trial trial) {
    Simulation given = testOptions.changed(Simulation.of(trial.part(), trial.test()));
    Simulation simulation = sweepOptions.isSweep() ? given.marking() : given;
    if (!sweepOptions.swarm) {
      return seed -> simulation;
    }
    List<String> faults = testOptions.nemesis;
    return new Swarm(simulation, faults == null ? trial.part().withstands() : faults)::of;
  }

  /** The first run whose faults have an effect; if none has, the first run. */
  private Run telling(Trial trial, LongFunction<Simulation> simulation) {
    Run first = run(simulation, 1);
    Run run = first;
    while (run.valid() && provesNothing(run) && run.seed() < MOST_DRAWS) {
      run = run(simulation, run.seed() + 1);
    }
    if (run.valid() && provesNothing(run)) {
      return first;
    }
    if (run.seed() > 1) {
      String words = "glomers: %s: seed %d, because the faults of earlier seeds did nothing";
      System.err.println(words.formatted(trial.name(), run.seed()));
    }
    return run;
  }

  private static boolean provesNothing(Run run) {
    return new FaultEffects().add(run.effects()).provesNothing();
  }

  @SuppressWarnings("try") // The interruption only needs to be closed
  private void run(Sweep sweep, LongFunction<Simulation> simulation, Seeds seeds) {
    String name = sweep.trial().name();
    try (Interruption interruption = new Interruption();
        Progress progress = new Progress(name, sweepOptions.endless() ? -1 : seeds.count());
        Workers workers = new Workers()) {
      workers.run(
          seeds,
          seed -> run(simulation, seed),
          () -> patience.overForTest() != null || (sweepOptions.untilMarked && sweep.isMarked()),
          run -> {
            done(sweep, run);
            progress.show(sweep.runs(), sweep.failed() + " failed");
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Checked here too, since the interruption may have come after the last wait
    if (Thread.interrupted()) {
      patience.end("interrupted");
      interrupted = true;
      status = Main.FAILURE;
    }
    if (sweep.runs() < seeds.count()) {
      sayEnd(sweep, seeds);
    }
  }

  /** Prints why a sweep ended before its last seed, unless the table says it all. */
  private void sayEnd(Sweep sweep, Seeds seeds) {
    String why = patience.overForTest();
    boolean all = why != null && sweepOptions.endless() && patience.over() == null;
    if (!System.out.checkError() && (json || !all)) {
      String of = sweepOptions.endless() ? "" : " of " + seeds.count();
      String words = "glomers: %s: %s, seeds run: %d%s, failed: %d";
      System.err.println(
          words.formatted(
              sweep.trial().name(),
              why == null ? "each situation was reached" : why,
              sweep.runs(),
              of,
              sweep.failed()));
    }
  }

  private Run run(LongFunction<Simulation> settings, long seed) {
    Simulation simulation = settings.apply(seed);
    Run run = simulation.run(seed).withoutHistory();
    return reconcile
        ? Reconciliation.check(simulation, seed)
            .map(difference -> run.with(new Anomaly("indeterminate", difference, true)))
            .orElse(run)
        : run;
  }

  private void done(Sweep sweep, Run run) {
    sweep.add(run);
    if (!sweep.passes(run)) {
      patience.failed();
    }
    if (json) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(RunJson.of(sweep, run));
      out.flush();
      if (System.out.checkError()) {
        patience.end("nothing reads the output");
      }
    }
  }

  private void write(Sweep sweep, Simulation simulation) {
    String suffix = sweep.trial().suffix(part.isAll());
    long seed = sweep.telling();
    files.write(files.trace, suffix, out -> simulation.run(seed, new JsonLinesTrace(out::println)));
    files.write(
        files.report,
        suffix,
        out -> {
          Recording recording = new Recording();
          out.print(sweep.report(simulation.run(seed, recording), recording).html());
        });
    files.write(
        files.history,
        suffix,
        out -> JepsenHistory.write(simulation.run(seed).history().orElseThrow(), out));
  }
}
