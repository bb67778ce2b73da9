package dev.glomers.simulation;

import dev.glomers.part.OfficialTest;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Invariants;
import dev.glomers.simulation.service.LastWriteWinsKv;
import dev.glomers.simulation.service.LinearizableKv;
import dev.glomers.simulation.service.SequentialKv;
import dev.glomers.simulation.service.Service;
import dev.glomers.simulation.service.TimestampOracle;
import dev.glomers.simulation.workload.Aftermath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The servers, the network between them and the one clock of all. */
final class World {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** The bound of the time that a process needs to start. */
  static final long START_UP_NANOS = NANOS_PER_SECOND;

  /** After that time a node is started again that has ended by itself. */
  private static final long RESTART_DELAY_NANOS = NANOS_PER_SECOND;

  private final Clock clock = new VirtualClock();
  private final Conditions conditions = new Conditions();
  private final Network network;
  private final NodeLog log;
  private final Claims claims;
  private final Trace trace;
  private final Map<String, SimulatedNode> nodes = new LinkedHashMap<>();
  private final List<String> ids;
  private final List<String> victims;
  private int clients;

  World(
      OfficialTest test,
      boolean seqKvWrapsAround,
      Victims victims,
      NodeFactory factory,
      Dice dice,
      boolean marking,
      Trace trace) {
    this.trace = trace;
    log = new NodeLog(trace);
    claims = new Claims(clock, marking, this::invariants);
    LatencyDistribution latency = LatencyDistribution.of(test.latencyDist(), test.latency());
    network = new Network(clock, latency, conditions, dice, trace);
    ids = IntStream.range(0, test.nodeCount()).mapToObj(i -> "n" + i).toList();
    for (String id : ids) {
      nodes.put(
          id,
          new SimulatedNode(
              id, clock, network, factory, this::disk, dice.of(id), log, claims, trace));
    }
    addService("lin-kv", new LinearizableKv(), dice);
    addService("seq-kv", new SequentialKv(dice.of("seq-kv's replies"), seqKvWrapsAround), dice);
    addService("lww-kv", new LastWriteWinsKv(dice.of("lww-kv's replies")), dice);
    addService("lin-tso", new TimestampOracle(), dice);
    this.victims = victims.draw(ids, dice.of("victims"));
  }

  private SimulatedDisk disk(SimulatedNode node, SplittableRandom seeds) {
    return new SimulatedDisk(conditions, seeds, () -> clock.after(0, () -> fail(node)));
  }

  /** A process ends by itself, and is started again. */
  private void fail(SimulatedNode node) {
    if (node.isAlive()) {
      node.kill();
      clock.after(
          RESTART_DELAY_NANOS,
          () -> {
            if (!node.isAlive()) {
              start(node);
            }
          });
    }
  }

  private void addService(String id, Service service, Dice dice) {
    network.connect(
        new SimulatedService(id, service, clock, network, conditions, dice.of(id), trace));
  }

  record Init(String nodeId, List<String> nodeIds) {}

  record InitOk() {}

  /** Starts a node's process and, once it is up, tells it who is there. */
  void start(SimulatedNode node) {
    node.start();
    clock.after(
        node.startUp(),
        () -> {
          if (node.isAlive()) {
            connect(-1, node.id()).call(new Init(node.id(), ids), InitOk.class);
          }
        });
  }

  /** How the run ended, if the faults ended for these nodes. */
  Aftermath aftermath(Set<String> core) {
    Map<String, Challenge> challenges = new LinkedHashMap<>();
    Map<String, List<Long>> kills = new LinkedHashMap<>();
    nodes.forEach(
        (id, node) -> {
          challenges.put(id, node.challenge());
          kills.put(id, node.lapses());
        });
    return new Aftermath(core, challenges, kills);
  }

  /** A client for a new process. */
  ClientConnection connect(int process, String node) {
    return new ClientConnection("c" + clients++, process, node(node), clock, network, trace);
  }

  Clock clock() {
    return clock;
  }

  Network network() {
    return network;
  }

  Trace trace() {
    return trace;
  }

  /** What the nodes have logged. */
  NodeLog log() {
    return log;
  }

  private void invariants(Invariants always) {
    always.grows("the time", clock.now());
    always.holds("each message has arrived, was dropped or waits", network.isAccountedFor());
  }

  /** What the nodes claim. */
  Claims claims() {
    return claims;
  }

  Conditions conditions() {
    return conditions;
  }

  /** The ids of the nodes. */
  List<String> ids() {
    return ids;
  }

  /** The ids of the nodes that may be killed. */
  List<String> victims() {
    return victims;
  }

  Stream<SimulatedNode> nodes() {
    return nodes.values().stream();
  }

  SimulatedNode node(String id) {
    return Objects.requireNonNull(nodes.get(id));
  }
}
