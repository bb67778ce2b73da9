package dev.glomers.simulation;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.glomers.simulation.workload.Aftermath;
import dev.glomers.simulation.workload.Setting;
import dev.glomers.simulation.workload.Verdict;
import dev.glomers.simulation.workload.Workload;
import dev.glomers.simulation.workload.Workloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** One run of Maelstrom's test on a virtual clock. */
public final class Simulation {
  private static final long SECOND = 1_000_000_000;
  private static final long RECOVERY = 10 * SECOND;

  private final TestOptions options;
  private final NodeFactory factory;
  private final VirtualClock clock = new VirtualClock();
  private final Trace trace;
  private final Network network;
  private final List<String> ids;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final Workload workload;
  private final Clients clients;

  public Simulation(TestOptions options, NodeFactory factory, long seed, Trace trace) {
    this.options = options;
    this.factory = factory;
    this.trace = trace;
    // Each has its own, so that a change to one leaves the others' draws as they were.
    SplittableRandom seeds = new SplittableRandom(seed);
    SplittableRandom ofNetwork = seeds.split();
    SplittableRandom ofWorkload = seeds.split();
    SplittableRandom ofClients = seeds.split();
    SplittableRandom ofNodes = seeds.split();
    network =
        new Network(
            clock,
            LatencyDistribution.of(options.latencyDist(), options.latency(), ofNetwork),
            trace);
    ids = IntStream.range(0, options.nodeCount()).mapToObj(i -> "n" + i).toList();
    for (String id : ids) {
      nodes.add(
          new SimulatedNode(
              id, clock, network, factory, Duration.ofSeconds(1), ofNodes.split(), trace));
    }
    workload =
        Workloads.named(options.workload())
            .orElseThrow(() -> new IllegalArgumentException("no workload " + options.workload()))
            .create(
                new Setting(
                    ids,
                    options.concurrency(),
                    options.topology(),
                    options.consistencyModels(),
                    ofWorkload));
    clients =
        new Clients(
            clock, network, trace, workload, ids, options.concurrency(), options.rate(), ofClients);
  }

  @JsonTypeName("init")
  record Init(String nodeId, List<String> nodeIds) {}

  record InitOk() {}

  /** Runs the test. */
  public Verdict run() {
    for (SimulatedNode node : nodes) {
      network.connect(node);
      node.start();
      clients.connect(-1, node.id()).call(new Init(node.id(), ids), InitOk.class);
    }
    clock.runUntil(SECOND);
    clients.setUp();
    clock.runUntil(2 * SECOND);
    clients.start(options.timeLimit().toNanos());
    clock.runUntil(clock.now() + options.timeLimit().toNanos());
    settle();
    if (workload.hasFinal()) {
      clock.runUntil(clock.now() + RECOVERY);
      clients.finish();
      settle();
    }
    return workload
        .checker()
        .check(
            clients.history(),
            new Aftermath(
                workload.hasFinal(), nodes.stream().map(SimulatedNode::challenge).toList()));
  }

  private void settle() {
    while (!clients.idle()) {
      clock.step();
    }
  }
}
