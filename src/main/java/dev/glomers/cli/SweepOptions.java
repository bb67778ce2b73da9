package dev.glomers.cli;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The seeds of a test, and when to stop before the last one. */
final class SweepOptions {
  private static final String RANDOM = "random";

  /** Short enough to type, and far more than anyone runs. */
  private static final long RANDOM_SEEDS = 1_000_000_000_000L;

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      completionCandidates = SeedWords.class,
      description =
          "The seed, or the first of many; random draws one and prints it (default: 1, or the first"
              + " whose faults have an effect).")
  @Nullable String seed;

  @Option(
      names = "--seeds",
      paramLabel = "<n>",
      description =
          "How many seeds to run, on all cores and in all shards together (default: 1; without end"
              + " if --budget or --until-marked is given).")
  @Nullable Long seeds;

  @Option(
      names = "--budget",
      paramLabel = "<time>",
      converter = Time.class,
      description =
          "Start no run after this time, such as 90s, 10m or 8h. Several tests get equal shares of"
              + " it, and at least one run each.")
  @Nullable Duration budget;

  @Option(
      names = "--fail-fast",
      paramLabel = "<n>",
      description = "Stop after this many runs that are invalid or over a limit.")
  @Nullable Integer failFast;

  @Option(
      names = "--shard",
      paramLabel = "<i/n>",
      completionCandidates = ShardWords.class,
      description =
          "Run only the seeds of machine i of n, from 0/n to n-1/n: every n-th, so that no two run the"
              + " same one, however far they get. auto takes i and n from JOB_COMPLETION_INDEX and"
              + " JOB_COMPLETIONS (Kubernetes sets the first, its manifest the second), from an array"
              + " job of AWS Batch or Slurm, or from GitLab's parallel jobs. Without this option a"
              + " command typed on such a machine runs all seeds.")
  @Nullable String shard;

  @Option(
      names = "--swarm",
      description =
          "Draw the whole setting from each seed: nodes, clients, rate, latencies, and some of the"
              + " faults in --nemesis, or else some of those that the part withstands.")
  boolean swarm;

  @Option(
      names = "--until-marked",
      description = "Continue until every situation that the nodes name was reached.")
  boolean untilMarked;

  /** Whether the program chooses the seed. */
  boolean anyOne() {
    return seed == null && !isSweep();
  }

  /** Whether many seeds are run. */
  boolean isSweep() {
    return seeds != null || budget != null || untilMarked;
  }

  /** Whether something other than the number of seeds ends the sweep. */
  boolean endless() {
    return seeds == null && isSweep();
  }

  /**
   * The seeds to run.
   *
   * @throws Mistake if the options contradict each other
   */
  Seeds seeds() {
    Shard share = shard == null ? Shard.WHOLE : Shard.of(shard, System.getenv());
    Mistake.unless(seeds == null || seeds > 0, "--seeds must be more than 0");
    Mistake.unless(
        budget == null || budget.compareTo(Duration.ZERO) > 0, "--budget must be more than 0");
    Mistake.unless(failFast == null || failFast > 0, "--fail-fast must be more than 0");
    Mistake.unless(shard == null || isSweep(), "--shard needs --seeds or --budget");
    Mistake.unless(
        seeds == null || seeds >= share.count(), "--seeds must be at least one for each shard");
    long start = start(share);
    long room = Long.MAX_VALUE - Math.max(start, 0);
    long most = seeds != null ? seeds : isSweep() ? room : 1;
    Mistake.unless(most <= room, "--seed must leave room for --seeds");
    return Seeds.of(share, start, most);
  }

  private long start(Shard share) {
    if (RANDOM.equals(seed)) {
      // Each shard draws its own, but all with the same remainder
      long drawn = ThreadLocalRandom.current().nextLong(RANDOM_SEEDS) * share.count();
      System.err.println("glomers: the first seed is " + (drawn + share.index()));
      return drawn;
    }
    try {
      return seed == null ? 1 : Long.parseLong(seed);
    } catch (NumberFormatException e) {
      throw new Mistake("--seed: neither a number nor random: " + seed);
    }
  }

  /** Parses times as in the configuration. */
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return DurationConverter.parseDuration(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("not a time such as 90s or 10m: " + text);
      }
    }
  }

  /** The completions of {@code --seed}. */
  static final class SeedWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of(RANDOM).iterator();
    }
  }

  /** The completions of {@code --shard}. */
  static final class ShardWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("auto").iterator();
    }
  }
}
