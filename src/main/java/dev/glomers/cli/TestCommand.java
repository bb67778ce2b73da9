package dev.glomers.cli;

import dev.glomers.part.OfficialTest;
import dev.glomers.part.Part;
import dev.glomers.part.Parts;
import dev.glomers.processes.ProcessPlatform;
import dev.glomers.processes.StderrTail;
import dev.glomers.report.JepsenHistory;
import dev.glomers.report.Recording;
import dev.glomers.simulation.JsonLinesTrace;
import dev.glomers.simulation.Packet;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.Trace;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.watch.LiveRun;
import dev.glomers.watch.WatchServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Tests any program, as processes on the real clock. The options of {@code maelstrom test}:
 *
 * <table>
 *   <caption>Maelstrom's command line here</caption>
 *   <tr><td>{@code -w}, {@code --bin}, words after {@code --}, {@code --node-count}, {@code
 *   --concurrency}, {@code --rate}, {@code --time-limit}, {@code --latency}, {@code --latency-dist},
 *   {@code --topology}, {@code --nemesis}, {@code --nemesis-interval}, {@code --availability}, {@code
 *   --consistency-models}, {@code --key-count}, {@code --max-txn-length}, {@code
 *   --max-writes-per-key}, {@code --test-count}, {@code --log-stderr}, {@code --log-net-send}, {@code
 *   --log-net-recv}<td>mean the same as there
 *   <tr><td>{@code --username}, {@code --password}, {@code --ssh-private-key}, {@code --no-ssh},
 *   {@code --strict-host-key-checking}, {@code --logging-json}<td>are ignored: in Maelstrom they
 *   change nothing but the form of its log
 *   <tr><td>{@code -n}, {@code --node}, {@code --nodes}, {@code --nodes-file}<td>are refused: nodes
 *   are n0, n1 and so on
 *   <tr><td>{@code --leave-db-running}<td>is refused: no process outlives a test
 * </table>
 */
@Command(
    name = "test",
    description =
        "Test any program that speaks Maelstrom's protocol, by Maelstrom's command line: processes"
            + " on the real clock, and the simulation's network, clients, faults and checks.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  glomers test -w broadcast --bin ./my-node --node-count 5 --time-limit 20 --rate 10",
      "  glomers test 3d --bin ./my-node",
      "  glomers test -w g-set --bin ./my-node --nemesis partition,kill --report report.html",
      "  glomers test -w echo --bin /usr/bin/python3 -- /home/me/echo.py",
    })
final class TestCommand implements Callable<Integer> {
  private static final int MOST_SEEDS = 1_000_000;

  @Spec CommandSpec spec;

  @Option(
      names = {"-w", "--workload"},
      paramLabel = "<name>",
      description = "A workload with Maelstrom's defaults, instead of a part.")
  @Nullable String workload;

  @Parameters(
      arity = "0..*",
      paramLabel = "<part|word>",
      completionCandidates = PartNames.class,
      description =
          "Without -w, the part whose official test to run, such as 3d, or all. Then, after --, the"
              + " arguments of the program.")
  List<String> words = new ArrayList<>();

  @Option(
      names = "--bin",
      paramLabel = "<file>",
      description = "The program (default: this application's node of the part).")
  @Nullable Path bin;

  @Mixin TestOptions options;

  @Option(
      names = "--log-stderr",
      description = "Pass on the nodes' stderr, each line with its node's name.")
  boolean logStderr;

  @Option(
      names = "--log-net-send",
      description = "Print each message on stderr, as in --trace, when it is sent.")
  boolean logNetSend;

  @Option(
      names = "--log-net-recv",
      description = "Print each message's id on stderr when its receiver gets it.")
  boolean logNetRecv;

  @Option(
      names = "--test-count",
      paramLabel = "<n>",
      defaultValue = "1",
      description =
          "How often to run a test, unless it fails earlier (default: ${DEFAULT-VALUE}). Files"
              + " show the last run.")
  int testCount;

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      description =
          "Draws the operations and the faults (default: a new one each time). The seed does not"
              + " determine the timing.")
  @Nullable Long seed;

  @Option(
      names = "--watch",
      description =
          "Print the address of a page that shows the run live. Kill nodes and cut links there by a"
              + " click.")
  boolean watch;

  @Mixin OutputFiles files;

  @Option(names = "--json", description = "Print one JSON object for each run, not a table.")
  boolean json;

  @Option(
      names = {"--no-ssh", "--strict-host-key-checking", "--logging-json"},
      hidden = true)
  boolean[] ignored = {};

  @Option(
      names = {"--username", "--password", "--ssh-private-key"},
      hidden = true)
  List<String> ignoredWords = List.of();

  @Option(
      names = {"-n", "--node", "--nodes", "--nodes-file"},
      hidden = true)
  List<String> names = List.of();

  @Option(names = "--leave-db-running", hidden = true)
  boolean leaving;

  /** Whether all tests ran: after a failed run without operations, no node has even started. */
  private boolean ran = true;

  @Override
  public Integer call() throws IOException, InterruptedException {
    files.requireDirectories();
    for (String word : words) {
      Mistake.unless(
          !word.matches("[\u2010-\u2015\u2212].*"), word + ": type hyphens, this is another dash");
    }
    Mistake.unless(
        names.isEmpty(), "nodes are n0, n1 and so on: give --node-count, not their names");
    Mistake.unless(!leaving, "--leave-db-running: no process outlives a test");
    Mistake.unless(testCount > 0, "--test-count must be more than 0");
    Parts parts = Parts.find();
    List<Sweep> sweeps = new ArrayList<>();
    for (Part part : chosen(parts)) {
      Path program = program(part, parts);
      for (OfficialTest test : part.tests()) {
        sweeps.add(test(part, test, program));
      }
    }
    if (!json) {
      Sweep.tell(sweeps, spec.commandLine());
    }
    spec.commandLine().getOut().flush();
    if (files.failed() || !ran) {
      return Main.FAILURE;
    }
    return sweeps.stream().allMatch(Sweep::passed) ? 0 : 1;
  }

  private List<Part> chosen(Parts parts) {
    if (workload != null) {
      return List.of(parts.ofWorkload(workload));
    }
    Mistake.unless(!words.isEmpty(), "give a part, or a workload by -w");
    PartArgument part = new PartArgument();
    part.part = words.get(0);
    return part.among(parts);
  }

  private List<String> arguments() {
    return workload == null ? words.subList(1, words.size()) : words;
  }

  private Path program(Part part, Parts parts) {
    Mistake.unless(bin != null || workload == null, "--bin must name the program to test");
    Path program = bin == null ? parts.launcher(part.name()) : bin;
    Mistake.unless(
        Files.isRegularFile(program) && Files.isExecutable(program),
        program + " is not an executable program");
    return program;
  }

  private Sweep test(Part part, OfficialTest official, Path program)
      throws IOException, InterruptedException {
    Trial trial = Trial.of(part, official, options.changed(official));
    long drawn = seed == null ? ThreadLocalRandom.current().nextLong(MOST_SEEDS) : seed;
    Sweep sweep = new Sweep(trial, replay(part), options.given().isEmpty());
    while (sweep.runs() < testCount && sweep.passed()) {
      run(sweep, part, program, drawn + sweep.runs());
    }
    return sweep;
  }

  private static Run run(Simulation simulation, long seed, List<Trace> traces) {
    return simulation.run(seed, Trace.all(traces.toArray(Trace[]::new)));
  }

  private void run(Sweep sweep, Part part, Path program, long drawn)
      throws IOException, InterruptedException {
    Trial trial = sweep.trial();
    String suffix = trial.suffix(workload == null && words.get(0).equals("all"));
    Recording recording = new Recording();
    List<Run> runs = new ArrayList<>();
    LiveRun live = new LiveRun();
    try (ProcessPlatform platform = new ProcessPlatform(program, arguments(), logStderr);
        Progress progress = new Progress(trial.name(), trial.test().timeLimit());
        WatchServer page = watch ? new WatchServer(0, live) : null) {
      Simulation simulation = simulation(trial, platform).directed(live::direct);
      List<Trace> traces = new ArrayList<>(List.of(following(progress)));
      if (page != null) {
        System.err.println("glomers: " + page.address());
        live.trace().setting(part, trial.test(), true);
        traces.add(live.trace());
      }
      traces.add(logging());
      if (files.report != null) {
        traces.add(recording);
      }
      files.write(
          files.trace,
          suffix,
          out -> {
            traces.add(new JsonLinesTrace(out::println));
            runs.add(run(simulation, drawn, traces));
          });
      if (runs.isEmpty()) {
        runs.add(run(simulation, drawn, traces));
      }
      if (page != null) {
        live.end(runs.get(0));
      }
    }
    Run run = runs.get(0);
    sweep.add(run.withoutHistory());
    ran &= run.operations() > 0 || run.valid();
    if (json) {
      spec.commandLine().getOut().println(RunJson.of(sweep, run));
    }
    files.write(files.report, suffix, out -> out.print(sweep.report(run, recording).html()));
    files.write(
        files.history, suffix, out -> JepsenHistory.write(run.history().orElseThrow(), out));
  }

  private Simulation simulation(Trial trial, ProcessPlatform platform) {
    try {
      return options.changed(Simulation.of(trial.test(), platform));
    } catch (NoSuchElementException e) {
      throw new Mistake(String.valueOf(e.getMessage()));
    }
  }

  private static Trace following(Progress progress) {
    return new Trace() {
      @Override
      public void invoked(long timeNanos, Operation operation) {
        progress.show(timeNanos / 1_000_000_000, "");
      }
    };
  }

  private Trace logging() {
    Trace lines = new JsonLinesTrace(line -> System.err.println(StderrTail.text(line)));
    return new Trace() {
      @Override
      public void sent(long time, Packet packet) {
        if (logNetSend) {
          lines.sent(time, packet);
        }
      }

      @Override
      public void delivered(long time, Packet packet) {
        if (logNetRecv) {
          lines.delivered(time, packet);
        }
      }
    };
  }

  private Replay replay(Part part) {
    String what = workload == null ? part.name() : "-w " + workload;
    String program = bin == null ? "" : " --bin " + Replay.quoted(bin.toString());
    StringBuilder after = new StringBuilder(arguments().isEmpty() ? "" : " --");
    arguments().forEach(argument -> after.append(' ').append(Replay.quoted(argument)));
    return new Replay("glomers test " + what + program + options.given(), after.toString());
  }
}
