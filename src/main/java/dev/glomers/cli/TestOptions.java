package dev.glomers.cli;

import dev.glomers.part.OfficialTest;
import dev.glomers.simulation.Faults;
import dev.glomers.simulation.Heal;
import dev.glomers.simulation.Plan;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.Victims;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that change a part's official test: Maelstrom's, and our own. */
final class TestOptions {
  private static final int DAY_SECONDS = 86_400;

  @Spec CommandSpec own;

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

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
      description = "How many clients; 2n means two for each node.")
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
      description = "Mean seconds between two changes of a fault.")
  @Nullable Double nemesisInterval;

  @Option(
      names = "--availability",
      paramLabel = "<share>",
      description = "The share of the operations that must succeed, or total.")
  @Nullable String availability;

  @Option(
      names = "--consistency-models",
      paramLabel = "<model>",
      split = ",",
      description = "What transactions must satisfy, such as read-committed.")
  @Nullable List<String> consistencyModels;

  @Option(
      names = "--key-count",
      paramLabel = "<n>",
      description = "For kafka and transactions: how many keys are in use at a time.")
  @Nullable Integer keyCount;

  @Option(
      names = "--max-txn-length",
      paramLabel = "<n>",
      description = "The most operations in a transaction.")
  @Nullable Integer maxTxnLength;

  @Option(
      names = "--max-writes-per-key",
      paramLabel = "<n>",
      description = "After how many writes a new key replaces a key.")
  @Nullable Integer maxWritesPerKey;

  @Option(
      names = "--victims",
      paramLabel = "<nodes>",
      defaultValue = "all",
      description =
          "Which nodes may be killed in a run, repeatedly: one, a minority or all (default:"
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
          "For which nodes the faults end (default: ${DEFAULT-VALUE}): all nodes; core, a majority,"
              + " while the others stay cut off, dead or paused; none, and then only what must never"
              + " happen is an anomaly.")
  Heal heal;

  @Option(
      names = "--no-wrap-around",
      description = "Use a seq-kv without Maelstrom's bug with clients that lag far behind.")
  boolean noWrapAround;

  @Option(
      names = "--faults",
      paramLabel = "<fault n>",
      split = ",",
      description =
          "Of the faults that the seed draws, only these, such as kill 0, the first kill; or none."
              + " simulate writes this when it shrinks a failure.")
  @Nullable List<String> faults;

  @Option(
      names = "--operations",
      paramLabel = "<n>",
      split = ",",
      description =
          "Of the operations that the seed draws until the time limit, these, from 0; or none.")
  @Nullable List<String> operations;

  /** The part's test, changed by the options given. */
  OfficialTest changed(OfficialTest test) {
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
        .availability(Optional.ofNullable(availability).or(test::availability))
        .consistencyModels(or(consistencyModels, test.consistencyModels()))
        .keyCount(or(keyCount, test.keyCount()))
        .maxTxnLength(or(maxTxnLength, test.maxTxnLength()))
        .maxWritesPerKey(or(maxWritesPerKey, test.maxWritesPerKey()))
        .build();
  }

  private static <T> T or(@Nullable T given, T own) {
    return given == null ? own : given;
  }

  /** The simulation, changed by the options that Maelstrom does not have. */
  Simulation changed(Simulation simulation) {
    Simulation changed = simulation.killing(victims).healing(heal);
    if (recovery != null) {
      Mistake.unless(
          recovery >= 0 && recovery <= DAY_SECONDS, "--recovery must be from 0 to " + DAY_SECONDS);
      changed = changed.recovering(Duration.ofNanos((long) (recovery * 1e9)));
    }
    Mistake.unless(
        (faults == null) == (operations == null), "--faults and --operations go together");
    if (faults != null && operations != null) {
      changed = changed.only(plan(faults, operations));
    }
    return noWrapAround ? changed.withoutWrapAround() : changed;
  }

  private static Plan plan(List<String> faults, List<String> operations) {
    List<String> none = List.of(Plan.NONE);
    try {
      return new Plan(
          faults.equals(none) ? List.of() : faults,
          operations.equals(none) ? List.of() : operations.stream().map(Integer::valueOf).toList());
    } catch (NumberFormatException e) {
      throw new Mistake("--operations: neither numbers nor none: " + String.join(",", operations));
    }
  }

  /** These options as given, each after a space; empty if the test is the official one. */
  String given() {
    StringBuilder given = new StringBuilder();
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      if (own.findOption(option.longestName()) != null) {
        given.append(' ').append(option.longestName());
        if (option.arity().max() > 0) {
          String value = String.join(",", option.originalStringValues());
          given.append(' ').append(value.contains(" ") ? '"' + value + '"' : value);
        }
      }
    }
    return given.toString();
  }

  /** The completions of {@code --nemesis}. */
  static final class FaultNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(Faults.names().stream(), Stream.of("none")).iterator();
    }
  }
}
