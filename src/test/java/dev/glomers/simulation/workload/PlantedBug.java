package dev.glomers.simulation.workload;

import dev.glomers.simulation.Simulation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * Broken nodes, and what the checkers must find of them.
 *
 * @param name what is wrong, in words
 * @param simulation runs the nodes
 * @param finding what the kinds of a run's anomalies must be
 * @param least how many of the seeds must show it
 */
public record PlantedBug(String name, Simulation simulation, Finding finding, int least) {
  /** A bug that shows with some seeds only is run with those from 1 up to this one. */
  public static final int SEEDS = 20;

  /** A bug that shows with every seed is run with so many. */
  private static final int FEW_SEEDS = 5;

  /** Mutation testing takes fewer: it runs each bug a thousand times. */
  private static final int SEEDS_RUN = Integer.getInteger("planted-seeds", SEEDS);

  /** Some kinds of anomalies, and how they must be among those found. */
  public record Finding(String words, Predicate<Set<String>> fits) {
    /** One of them at least. */
    public static Finding any(String... kinds) {
      Set<String> each = Set.of(kinds);
      return new Finding(
          "any of " + new TreeSet<>(each), found -> found.stream().anyMatch(each::contains));
    }

    /** Each of them, besides others. */
    public static Finding all(String... kinds) {
      Set<String> each = Set.of(kinds);
      return new Finding("all of " + new TreeSet<>(each), found -> found.containsAll(each));
    }

    /** Each of them, and no others. */
    public static Finding exactly(String... kinds) {
      Set<String> each = Set.of(kinds);
      return new Finding("exactly " + new TreeSet<>(each), each::equals);
    }
  }

  /** A bug that shows with every seed. */
  public PlantedBug(String name, Simulation simulation, Finding finding) {
    this(name, simulation, finding, SEEDS);
  }

  /** The kinds of anomalies that are found, for each seed. */
  public List<Set<String>> found() {
    return LongStream.rangeClosed(1, least == SEEDS ? Math.min(FEW_SEEDS, SEEDS_RUN) : SEEDS_RUN)
        .parallel()
        .mapToObj(seed -> Runs.kinds(simulation.run(seed)))
        .toList();
  }

  public boolean isCaught(Set<String> found) {
    return finding.fits().test(found);
  }

  @Override
  public String toString() {
    return name;
  }
}
