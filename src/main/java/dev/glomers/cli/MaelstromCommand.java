package dev.glomers.cli;

import dev.glomers.maelstrom.Maelstrom;
import dev.glomers.maelstrom.MaelstromResults;
import dev.glomers.maelstrom.MaelstromRun;
import dev.glomers.maelstrom.MaelstromRun.Phase;
import dev.glomers.part.Figures;
import dev.glomers.part.OfficialTest;
import dev.glomers.part.Part;
import dev.glomers.part.Parts;
import dev.glomers.simulation.FaultEffects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs official tests on the real Maelstrom. */
@Command(
    name = "maelstrom",
    description =
        "Run a part's official test on the real Maelstrom, and check the official limits."
            + " Maelstrom keeps its results in store/ in the working directory.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  glomers maelstrom 3d",
      "  glomers maelstrom all --goals",
      "  glomers maelstrom 3d -- --nemesis partition --nemesis-interval 2",
    })
final class MaelstromCommand implements Callable<Integer> {
  private static final Duration GLANCE = Duration.ofMillis(200);
  private static final int VALID = 0;
  private static final int INVALID = 1;

  @Spec CommandSpec spec;

  @Mixin MaelstromOption maelstrom;

  @Mixin PartArgument part;

  @Parameters(
      index = "1..*",
      paramLabel = "<flag>",
      description = "After --: passed to maelstrom test; override the official ones.")
  List<String> flags = new ArrayList<>();

  @Option(names = "--goals", description = "Also fail a run that misses one of our own goals.")
  boolean goals;

  @Option(
      names = "--attempts",
      paramLabel = "<n>",
      defaultValue = "3",
      description =
          "How often to run a test whose partitions cut nothing, by chance, before its result"
              + " counts (default: ${DEFAULT-VALUE}).")
  int attempts;

  private final ResultTable table = new ResultTable();
  private final List<String> remarks = new ArrayList<>();
  private int status;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Parts parts = Parts.find();
    List<Part> chosen = part.among(parts);
    Maelstrom installed = maelstrom.find();
    for (Part next : chosen) {
      Path launcher = parts.launcher(next.name());
      if (!Files.isExecutable(launcher)) {
        throw new Mistake("no " + launcher + "; ./mvnw package builds it");
      }
      for (OfficialTest test : next.tests()) {
        run(installed, Trial.of(next, test, test), launcher);
      }
    }
    table.print(spec.commandLine().getOut(), spec.commandLine().getColorScheme().ansi());
    remarks.forEach(remark -> System.err.println("glomers: " + remark));
    return status;
  }

  private void run(Maelstrom installed, Trial trial, Path launcher)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("--bin", launcher.toString()));
    command.addAll(trial.test().flags());
    command.addAll(flags);
    boolean partitioned = command.contains("--nemesis");
    for (int attempt = 1; ; attempt++) {
      System.err.println("maelstrom test " + String.join(" ", command));
      MaelstromRun run = installed.test(command);
      try (Progress progress = new Progress(trial.name(), trial.test().timeLimit())) {
        follow(run, progress);
      } finally {
        run.kill();
      }
      Optional<MaelstromResults> results = run.results();
      boolean proves =
          results.isEmpty() || !results.get().valid() || !partitioned || results.get().cut();
      if (proves || attempt >= attempts) {
        if (results.isPresent()) {
          judge(trial, results.get(), partitioned);
        } else {
          run.lastLines().forEach(System.err::println);
          row(trial, "no result", Main.FAILURE, Figures.NONE, "");
        }
        return;
      }
      System.err.println("The partitions cut nothing: this proves nothing, so it runs again.");
    }
  }

  private static void follow(MaelstromRun run, Progress progress) throws InterruptedException {
    long runningMillis = 0;
    while (!run.await(GLANCE)) {
      if (run.phase() == Phase.RUNNING) {
        runningMillis += GLANCE.toMillis();
      }
      progress.show(runningMillis / 1000, run.phase().toString());
    }
  }

  private void judge(Trial trial, MaelstromResults results, boolean partitioned) {
    Figures figures = results.figures();
    List<String> overLimit = figures.overLimit(trial.part().limit());
    List<String> overGoal = figures.overGoal(trial.part().goal());
    String faults = partitioned ? new FaultEffects().add(results.effects()).toString() : "";
    if (results.unknown()) {
      row(trial, "unknown", Main.FAILURE, figures, faults);
    } else if (!results.valid()) {
      row(trial, "invalid", INVALID, figures, faults);
    } else if (!overLimit.isEmpty()) {
      row(trial, "over the limit", INVALID, figures, faults);
    } else if (goals && !overGoal.isEmpty()) {
      row(trial, "over the goal", INVALID, figures, faults);
    } else if (partitioned && !results.cut()) {
      row(trial, "valid, nothing cut", VALID, figures, faults);
    } else {
      row(trial, "valid", VALID, figures, faults);
    }
    for (List<String> words : List.of(results.complaints(), overLimit, overGoal)) {
      words.forEach(word -> remarks.add(trial.name() + ": " + word));
    }
    if (!results.valid()) {
      remarks.add(trial.name() + ": see " + results.store());
    }
  }

  private void row(Trial trial, String verdict, int code, Figures figures, String faults) {
    table.add(new ResultTable.Row(trial, verdict, code == VALID, figures, faults));
    status = Math.max(status, code);
  }
}
