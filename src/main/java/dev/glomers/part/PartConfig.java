package dev.glomers.part;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/**
 * What {@code config/application-<part>.properties} says of the part's official test. Names,
 * meanings and defaults are those of {@code maelstrom test}.
 */
@ConfigMapping(prefix = PartConfig.PREFIX)
public interface PartConfig {
  String PREFIX = "glomers.part";

  /** What the clients do, such as {@code broadcast}. */
  String workload();

  /** How many nodes there are. */
  int nodeCount();

  /** How many clients there are: a number, or one followed by {@code n}, for each node. */
  @WithDefault("1n")
  String concurrency();

  /** Operations a second, of all clients together. */
  @WithDefault("5")
  double rate();

  /** How long the clients go on, in seconds. */
  int timeLimit();

  /** How long a message between nodes takes on the average, in milliseconds. */
  @WithDefault("0")
  int latency();

  /** How latencies are distributed: {@code constant}, {@code uniform}, {@code exponential}. */
  @WithDefault("constant")
  String latencyDist();

  /** The neighbours that broadcast's nodes are offered. */
  @WithDefault("grid")
  String topology();

  /** The faults: {@code partition}, or {@code none}. */
  Optional<List<String>> nemesis();

  /** The mean time between two changes of the faults, in seconds. */
  @WithDefault("10")
  double nemesisInterval();

  /** The share of requests that must succeed, or {@code total}. */
  Optional<String> availability();

  /** What transactions must be, such as {@code read-committed}. */
  Optional<List<String>> consistencyModels();

  /** The faults under which it keeps its promises, of which a swarm draws. */
  @WithDefault(
      "partition,one-way,loss,duplication,reordering,latency,clock,pause,slow-services,service-loss")
  List<String> withstands();

  /** A second official command: the same test with these flags besides. */
  Optional<Again> again();

  /** What the challenge demands; a run that exceeds it has failed. */
  Bounds limit();

  /** What this solution sets itself. */
  Bounds goal();

  /** What the second of two official commands adds to the first. */
  interface Again {
    Optional<List<String>> nemesis();

    Optional<String> availability();
  }
}
