package dev.glomers.part;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/**
 * The part's official test, as {@code config/application-<part>.properties} describes it. Names,
 * meanings and defaults are those of {@code maelstrom test}.
 */
@ConfigMapping(prefix = PartConfig.PREFIX)
public interface PartConfig {
  String PREFIX = "glomers.part";

  /** What the clients do, such as {@code broadcast}. */
  String workload();

  /** The number of nodes. */
  int nodeCount();

  /** The number of clients, or with {@code n} appended, of clients for each node. */
  @WithDefault("1n")
  String concurrency();

  /** Operations a second of all clients together. */
  @WithDefault("5")
  double rate();

  /** How long the clients run, in seconds. */
  int timeLimit();

  /** The mean latency of messages between nodes, in milliseconds. */
  @WithDefault("0")
  int latency();

  /** The distribution of latencies: {@code constant}, {@code uniform} or {@code exponential}. */
  @WithDefault("constant")
  String latencyDist();

  /** The topology that broadcast's nodes are offered. */
  @WithDefault("grid")
  String topology();

  /** The faults: any that {@code --nemesis} takes, or {@code none}. */
  Optional<List<String>> nemesis();

  /** The mean time between two changes of the faults, in seconds. */
  @WithDefault("10")
  double nemesisInterval();

  /** The share of requests that must succeed, or {@code total}. */
  Optional<String> availability();

  /** The models that transactions must satisfy, such as {@code read-committed}. */
  Optional<List<String>> consistencyModels();

  /** The faults that the part's solution tolerates; a swarm draws from them. */
  @WithDefault(
      "partition,one-way,loss,duplication,reordering,latency,clock,pause,slow-services,service-loss")
  List<String> withstands();

  /** A second official command: the same test with these additional flags. */
  Optional<Again> again();

  /** The challenge's limits; a run that exceeds one has failed. */
  Bounds limit();

  /** The goals that this solution sets itself. */
  Bounds goal();

  /** What the second of two official commands adds to the first. */
  interface Again {
    Optional<List<String>> nemesis();

    Optional<String> availability();
  }
}
