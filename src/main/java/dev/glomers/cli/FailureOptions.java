package dev.glomers.cli;

import dev.glomers.report.Recording;
import dev.glomers.report.Story;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Shrinker;
import dev.glomers.simulation.Simulation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What to do with a failed run. */
final class FailureOptions {
  private static final int MOST_LINES = 40;

  @Option(
      names = "--shrink",
      paramLabel = "<time>",
      converter = SweepOptions.Time.class,
      defaultValue = "60s",
      description =
          "How long to shrink the first failed run: to fewer faults, operations and nodes that"
              + " still fail in the same way (default: ${DEFAULT-VALUE}).")
  Duration shrink;

  @Option(
      names = "--save",
      paramLabel = "<file>",
      description =
          "Where to write the shrunken run, for --replay (default: a new temporary file).")
  @Nullable Path save;

  @Option(
      names = "--replay",
      paramLabel = "<file>",
      description = "Run a saved failure again, with the part and the options in the file.")
  @Nullable Path replay;

  /** Runs a saved failure, with its options added to the command's own. */
  int again(CommandSpec command) {
    SavedFailure saved = SavedFailure.read(Objects.requireNonNull(replay));
    List<String> own = command.commandLine().getParseResult().originalArgs();
    List<String> arguments = new ArrayList<>(own);
    arguments.removeIf(each -> each.startsWith("--replay="));
    int name = arguments.indexOf("--replay");
    if (name >= 0) {
      arguments.subList(name, name + 2).clear();
    }
    arguments.addAll(1, saved.arguments());
    saved.properties().forEach(System::setProperty);
    try {
      return command.root().commandLine().execute(arguments.toArray(String[]::new));
    } finally {
      saved.properties().keySet().forEach(System::clearProperty);
    }
  }

  /** Shrinks a failed run, saves it, and prints the result. */
  void shrink(Trial trial, Simulation simulation, long seed, PrintWriter out) {
    Run failed = simulation.run(seed);
    if (shrink.isZero() || failed.valid()) {
      return;
    }
    long end = System.nanoTime() + shrink.toNanos();
    Shrinker.Failure small = Shrinker.shrink(simulation, failed, () -> System.nanoTime() - end < 0);
    Simulation again = simulation.testing(small.test()).only(small.plan());
    out.printf("%n%s, seed %d, shrunk%n", trial.name(), seed);
    out.println("  from " + size(simulation, failed) + ", to " + size(again, small.run()));
    out.println("  " + small.run().anomalies().get(0));
    Recording recording = new Recording();
    again.run(seed, recording);
    List<String> story = Story.of(recording);
    if (story.size() <= MOST_LINES) {
      story.forEach(line -> out.println("  " + line));
    }
    Path written = write(SavedFailure.of(trial.part(), again, small), trial.part().name());
    String file = Replay.quoted(written.toString());
    out.println("  again: glomers simulate --replay " + file);
    out.println("  to see it: glomers watch --replay " + file);
    out.flush();
  }

  private static String size(Simulation simulation, Run run) {
    return run.plan()
        .map(
            plan ->
                "%s for %d s: nodes %d, clients %d, faults %d, operations %d"
                    .formatted(
                        simulation.test().workload(),
                        simulation.test().timeLimit(),
                        simulation.test().nodeCount(),
                        simulation.test().clients(),
                        plan.faults().size(),
                        plan.operations().size()))
        .orElseThrow();
  }

  private Path write(SavedFailure failure, String part) {
    try {
      Path file = save == null ? Files.createTempFile("glomers-" + part + "-", ".json") : save;
      Files.writeString(file, failure + "\n");
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
