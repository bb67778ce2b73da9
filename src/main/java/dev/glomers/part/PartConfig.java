package dev.glomers.part;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What {@code config/application-<part>.properties} says of the part's official test. */
@Unremovable // A node reads none of it, but has to know that it is no mistake
@ConfigMapping(prefix = "glomers")
public interface PartConfig {
  /** The part that was chosen, if one was. */
  Optional<Description> part();

  /**
   * The official test; names and meanings are those of {@code maelstrom test}. Defaults are {@link
   * OfficialTest}'s to give: one that stood here would make every part one that is described.
   */
  interface Description {
    /** What the clients do, such as {@code broadcast}. */
    String workload();

    /** How many nodes there are. */
    int nodeCount();

    /** How many clients there are: a number, or one followed by {@code n}, for each node. */
    Optional<String> concurrency();

    /** Operations a second, of all clients together. */
    OptionalDouble rate();

    /** How long the clients go on, in seconds. */
    int timeLimit();

    /** How long a message between nodes takes on the average, in milliseconds. */
    OptionalInt latency();

    /** How latencies are distributed: {@code constant}, {@code uniform}, {@code exponential}. */
    Optional<String> latencyDist();

    /** The neighbours that broadcast's nodes are offered. */
    Optional<String> topology();

    /** The faults: {@code partition}. */
    Optional<List<String>> nemesis();

    /** The mean time between two changes of the faults, in seconds. */
    OptionalDouble nemesisInterval();

    /** The share of requests that must succeed, or {@code total}. */
    Optional<String> availability();

    /** What transactions must be, such as {@code read-committed}. */
    Optional<List<String>> consistencyModels();

    /** A second official command: the same test with these flags besides. */
    Optional<Again> again();

    /** What the challenge demands; a run that exceeds it has failed. */
    Bounds limit();

    /** What this solution sets itself. */
    Bounds goal();
  }

  /** What the second of two official commands adds to the first. */
  interface Again {
    Optional<List<String>> nemesis();

    Optional<String> availability();
  }
}
