package dev.glomers.simulation;

import java.time.Duration;
import java.util.List;

/** The options of {@code maelstrom test} that a run obeys; names and meanings are Maelstrom's. */
public record TestOptions(
    String workload,
    int nodeCount,
    int concurrency,
    double rate,
    Duration timeLimit,
    long latency,
    String latencyDist,
    String topology,
    List<String> consistencyModels) {}
