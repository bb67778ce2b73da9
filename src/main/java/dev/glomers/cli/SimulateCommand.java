package dev.glomers.cli;

import dev.glomers.part.OfficialTest;
import dev.glomers.part.Part;
import dev.glomers.part.Parts;
import dev.glomers.report.JepsenHistory;
import dev.glomers.simulation.FaultEffects;
import dev.glomers.simulation.Faults;
import dev.glomers.simulation.Heal;
import dev.glomers.simulation.JsonLinesTrace;
import dev.glomers.simulation.Reconciliation;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.Victims;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
  /** What does not make a test another test. */
  private static final Set<String> ABOUT_THE_RUN =
      Set.of("--seed", "--seeds", "--json", "--trace", "--report", "--history", "--reconcile");

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

  @Option(names = "--node-count", paramLabel = "<n>", description = "How many nodes.")
  @Nullable Integer nodeCount;

  @Option(names = "--rate", paramLabel = "<hz>", description = "Operations a second.")
  @Nullable Double rate;

  @Option(names = "--time-limit", paramLabel = "<s>", description = "Seconds until the faults end.")
  @Nullable Integer timeLimit;

  @Option(names = "--latency", paramLabel = "<ms>", description = "Mean latency between servers.")
  @Nullable Integer latency;

  @Option(
      names = "--latency-dist",
      paramLabel = "<kind>",
      description = "constant, uniform or exponential.")
  @Nullable String latencyDist;

  @Option(
      names = "--concurrency",
      paramLabel = "<n>",
      description = "How many clients; 2n for two for each node.")
  @Nullable String concurrency;

  @Option(
      names = "--topology",
      paramLabel = "<shape>",
      description = "grid, line, total, tree, tree2, tree3 or tree4.")
  @Nullable String topology;

  @Option(
      names = "--nemesis",
      paramLabel = "<fault>",
      split = ",",
      completionCandidates = FaultNames.class,
      description =
          "Faults, joined by commas, instead of the part's own: ${COMPLETION-CANDIDATES}. Maelstrom"
              + " 0.2.4 has partition, its development version also kill and pause.")
  @Nullable List<String> nemesis;

  @Option(
      names = "--nemesis-interval",
      paramLabel = "<s>",
      description = "Mean seconds from one change of a fault to its next.")
  @Nullable Double nemesisInterval;

  @Option(
      names = "--victims",
      paramLabel = "<nodes>",
      defaultValue = "all",
      description =
          "Who may be killed in a run, again and again: one node, a minority or all (default:"
              + " ${DEFAULT-VALUE}).")
  Victims victims;

  @Option(
      names = "--recovery",
      paramLabel = "<s>",
      description = "Seconds from the end of all faults to the final operations (default: 10).")
  @Nullable Double recovery;

  @Option(
      names = "--heal",
      paramLabel = "<nodes>",
      defaultValue = "all",
      description =
          "For whom the faults end at last (default: ${DEFAULT-VALUE}): all nodes; core, a majority,"
              + " while the others stay cut off, dead or paused; none, and then only what must never"
              + " happen is an anomaly.")
  Heal heal;

  @Option(
      names = "--no-wrap-around",
      description = "A seq-kv without Maelstrom's mistake with clients that lag far behind.")
  boolean noWrapAround;

  @Option(
      names = "--reconcile",
      description = "Run each seed twice more and fail if anything at all differs.")
  boolean reconcile;

  @Option(
      names = "--trace",
      paramLabel = "<file>",
      description =
          "Write every message, operation and fault of the first failed seed, or else the first"
              + " seed, as JSON lines; of several tests as with --report.")
  @Nullable Path trace;

  @Option(
      names = "--report",
      paramLabel = "<file>",
      description =
          "Write an HTML page that shows the first failed seed, or else the first seed. Of several"
              + " tests each has a page of its own, with its name added to the file's.")
  @Nullable Path report;

  @Option(
      names = "--history",
      paramLabel = "<file>",
      description =
          "Write what the clients did as Jepsen keeps it of Maelstrom's, in EDN, for Elle, Knossos and"
              + " Jepsen's checkers; of which seed, and of several tests, as with --report.")
  @Nullable Path history;

  @Option(names = "--json", description = "Print one JSON object for each run, not a table.")
  boolean json;

  private int status;

  @Override
  public Integer call() {
    require(seeds > 0, "--seeds must be more than 0");
    require(first() <= Long.MAX_VALUE - seeds, "--seed must leave room for --seeds");
    require(recovery == null || recovery >= 0, "--recovery must not be less than 0");
    requireDirectoryOf(trace);
    requireDirectoryOf(report);
    requireDirectoryOf(history);
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
    return sweeps.stream().allMatch(Sweep::passed) ? status : 1;
  }

  private static void requireDirectoryOf(@Nullable Path file) {
    // Before a long run, whose result could not be written
    if (file != null) {
      Path directory = file.toAbsolutePath().resolveSibling("");
      require(Files.isDirectory(directory), "no directory " + directory);
      require(file.getFileName() != null, "no file " + file);
    }
  }

  private static void require(boolean fits, String mistake) {
    if (!fits) {
      throw new Mistake(mistake);
    }
  }

  private Sweep sweep(Part next, OfficialTest official) {
    Trial trial = Trial.of(next, official, changed(official));
    Simulation simulation = simulation(trial);
    String options = options();
    String replay = "glomers simulate " + next + options;
    List<Run> runs = run(trial, simulation);
    if (reconcile) {
      reconcile(trial, simulation, runs);
    }
    Sweep sweep = new Sweep(trial, replay, options.isEmpty(), runs);
    writeTrace(sweep, simulation);
    writeReport(sweep, simulation);
    writeHistory(sweep, simulation);
    return sweep;
  }

  private Simulation simulation(Trial trial) {
    Simulation simulation =
        Simulation.of(trial.part(), trial.test()).killing(victims).healing(heal);
    if (recovery != null) {
      simulation = simulation.recovering(Duration.ofNanos((long) (recovery * 1e9)));
    }
    return noWrapAround ? simulation.withoutWrapAround() : simulation;
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

  private void writeTrace(Sweep sweep, Simulation simulation) {
    write(sweep, trace, out -> simulation.run(sweep.telling(), new JsonLinesTrace(out::println)));
  }

  private void writeReport(Sweep sweep, Simulation simulation) {
    write(sweep, report, out -> out.print(sweep.report(simulation).html()));
  }

  private void writeHistory(Sweep sweep, Simulation simulation) {
    write(
        sweep,
        history,
        out -> JepsenHistory.write(simulation.run(sweep.telling()).history().orElseThrow(), out));
  }

  /** Writes a file that was asked for. If that fails, the verdict is told all the same. */
  private void write(Sweep sweep, @Nullable Path asked, Consumer<PrintWriter> content) {
    if (asked != null) {
      Path file = fileOf(sweep, asked);
      try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
        content.accept(out);
        if (out.checkError()) {
          throw new IOException("it does not take all");
        }
      } catch (IOException e) {
        System.err.println("glomers: cannot write " + file + ": " + e);
        status = Main.FAILURE;
      }
    }
  }

  /** The file that was asked for; of several tests each has its own, named after it. */
  private Path fileOf(Sweep sweep, Path asked) {
    boolean several = part.isAll() || sweep.trial().part().tests().size() > 1;
    String suffix = several ? "-" + sweep.trial().name().replace(", ", "-") : "";
    String name = asked.getFileName().toString().replaceFirst("(\\.[^.]*)?$", suffix + "$1");
    return asked.resolveSibling(name);
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

  /** The part's test with the options that were given instead of its own. */
  private OfficialTest changed(OfficialTest test) {
    return test.but()
        .nodeCount(or(nodeCount, test.nodeCount()))
        .concurrency(or(concurrency, test.concurrency()))
        .rate(or(rate, test.rate()))
        .timeLimit(or(timeLimit, test.timeLimit()))
        .latency(or(latency, test.latency()))
        .latencyDist(or(latencyDist, test.latencyDist()))
        .topology(or(topology, test.topology()))
        .nemesis(or(nemesis, test.nemesis()))
        .nemesisInterval(or(nemesisInterval, test.nemesisInterval()))
        .build();
  }

  private static <T> T or(@Nullable T given, T own) {
    return given == null ? own : given;
  }

  /** The options that make the test another, as they were given. */
  private String options() {
    StringBuilder options = new StringBuilder();
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (!ABOUT_THE_RUN.contains(option.longestName())) {
        options.append(' ').append(option.longestName());
        if (option.arity().max() > 0) {
          options.append(' ').append(String.join(",", option.originalStringValues()));
        }
      }
    }
    return options.toString();
  }

  /** What a shell offers after {@code --nemesis}. */
  static final class FaultNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(Faults.names().stream(), Stream.of("none")).iterator();
    }
  }
}
