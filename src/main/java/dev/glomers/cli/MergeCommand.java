package dev.glomers.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Joins the results of the shards of a sweep. */
@Command(
    name = "merge",
    description =
        "Join the lines that glomers simulate --json printed, on any number of machines, to one table"
            + " and one exit status. All must be from one version; all of a test must have the same"
            + " options and different seeds.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  glomers merge shard-*.jsonl",
      "  kubectl logs -l job-name=sweep --tail=-1 | glomers merge -",
    })
final class MergeCommand implements Callable<Integer> {
  private static final String STDIN = "-";

  @Spec CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "<file>",
      description = "Files of such lines; - for stdin.")
  List<String> files;

  private final Map<String, Sweep> sweeps = new TreeMap<>();

  /** The seeds of each test, grouped by all but their last 16 bits. */
  private final Map<String, Map<Long, BitSet>> seeds = new HashMap<>();

  private @Nullable String version;

  @Override
  public Integer call() {
    for (String file : files) {
      try (BufferedReader lines = open(file)) {
        read(file, lines);
      } catch (IOException e) {
        throw new Mistake("cannot read " + file + ": " + e);
      }
    }
    Sweep.tell(sweeps.values(), spec.commandLine());
    return sweeps.values().stream().allMatch(Sweep::passed) ? 0 : 1;
  }

  private static BufferedReader open(String file) throws IOException {
    return file.equals(STDIN)
        ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        : Files.newBufferedReader(Path.of(file));
  }

  private void read(String file, BufferedReader lines) throws IOException {
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      try {
        add(RunJson.read(line));
      } catch (JsonProcessingException e) {
        throw new Mistake(file + ":" + number + ": not a run: " + e.getOriginalMessage());
      } catch (Mistake e) {
        throw new Mistake(file + ":" + number + ": " + e.getMessage());
      }
    }
    Mistake.unless(number > 0, file + ": no runs");
  }

  private void add(RunJson line) {
    if (version == null) {
      version = line.version();
    }
    Mistake.unless(
        version.equals(line.version()),
        "this run is of version " + line.version() + ", but earlier ones are of " + version);
    String test = line.test();
    Replay replay = Replay.of(line.replay(), line.seed());
    Sweep sweep =
        sweeps.computeIfAbsent(test, name -> new Sweep(Trial.named(name), replay, line.official()));
    Mistake.unless(
        sweep.replay(line.seed()).equals(line.replay()),
        "this run has other options than earlier ones of that name: " + line.replay());
    BitSet known =
        seeds
            .computeIfAbsent(test, name -> new HashMap<>())
            .computeIfAbsent(line.seed() >> 16, high -> new BitSet());
    int low = (int) (line.seed() & 0xffff);
    Mistake.unless(!known.get(low), test + ", seed " + line.seed() + ", occurs twice");
    known.set(low);
    sweep.add(line.run());
  }
}
