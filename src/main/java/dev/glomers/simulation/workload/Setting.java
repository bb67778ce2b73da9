package dev.glomers.simulation.workload;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a workload is told of the run.
 *
 * @param nodes the ids of the nodes
 * @param concurrency the number of threads
 * @param topology the shape that broadcast's {@code topology} offers, by Maelstrom's name
 * @param consistencyModels what {@code --consistency-models} names; empty for the default
 * @param latency the mean latency between servers
 * @param random all of the workload's randomness
 */
public record Setting(
    List<String> nodes,
    int concurrency,
    String topology,
    List<String> consistencyModels,
    Duration latency,
    RandomGenerator random) {}
