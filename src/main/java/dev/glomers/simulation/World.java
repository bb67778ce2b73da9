package dev.glomers.simulation;

import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Invariants;
import dev.glomers.simulation.service.LastWriteWinsKv;
import dev.glomers.simulation.service.LinearizableKv;
import dev.glomers.simulation.service.SequentialKv;
import dev.glomers.simulation.service.Service;
import dev.glomers.simulation.service.TimestampOracle;
import dev.glomers.simulation.workload.Aftermath;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The servers, their network and their common clock. */
public final class World {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** The upper bound of a process's start time. */
  static final long START_UP_NANOS = NANOS_PER_SECOND;

  /** The time-out of {@code init}; the node itself decides what takes too long. */
  private static final Duration AGES = Duration.ofDays(1);

  /** A node that ended by itself is restarted after this time. */
  private static final long RESTART_DELAY_NANOS = NANOS_PER_SECOND;

  private final Clock clock;
  private final Conditions conditions = new Conditions();
  private final Network network;
  private final NodeLog log;
  private final Claims claims;
  private final Trace trace;
  private final Map<String, ServerNode> nodes = new LinkedHashMap<>();
  private final List<String> ids;
  private final List<String> victims;
  private int clients;

  World(
      int nodeCount,
      LatencyDistribution latency,
      boolean seqKvWrapsAround,
      Victims victims,
      Platform platform,
      Dice dice,
      boolean marking,
      Trace trace) {
    this.trace = trace;
    clock = platform.clock();
    log = new NodeLog(trace);
    claims = new Claims(clock, marking, this::invariants);
    network = new Network(clock, latency, conditions, dice, trace);
    ids = IntStream.range(0, nodeCount).mapToObj(i -> "n" + i).toList();
    for (String id : ids) {
      nodes.put(id, platform.node(id, this, dice.of(id)));
    }
    addService("lin-kv", new LinearizableKv(), dice);
    addService("seq-kv", new SequentialKv(dice.of("seq-kv's replies"), seqKvWrapsAround), dice);
    addService("lww-kv", new LastWriteWinsKv(dice.of("lww-kv's replies")), dice);
    addService("lin-tso", new TimestampOracle(), dice);
    this.victims = victims.draw(ids, dice.of("victims"));
  }

  SimulatedDisk disk(ServerNode node, SplittableRandom seeds) {
    return new SimulatedDisk(conditions, seeds, why -> clock.after(0, () -> fail(node, why)));
  }

  /** A process has ended by itself; restarts it unless that is useless. */
  private void fail(ServerNode node, String why) {
    if (node.isAlive()) {
      log.add(clock.nowNanos(), node.id(), node.id() + ": " + why);
      node.kill();
      clock.after(
          RESTART_DELAY_NANOS,
          () -> {
            if (!node.isAlive() && !node.isLost()) {
              start(node);
            }
          });
    }
  }

  private void addService(String id, Service service, Dice dice) {
    network.connect(new SimulatedService(id, service, this, dice.of(id)));
  }

  record Init(String nodeId, List<String> nodeIds) {}

  record InitOk() {}

  /** Starts a node's process and, once it is up, sends it {@code init}. */
  void start(ServerNode node) {
    node.start();
    int life = node.life();
    clock.after(
        node.startUpNanos(),
        () -> {
          if (node.isAlive()) {
            connect(-1, node.id(), AGES)
                .call(new Init(node.id(), ids), InitOk.class)
                .whenComplete(
                    (ok, failure) -> {
                      if (node.life() == life) {
                        node.initialised(failure);
                      }
                    });
          }
        });
  }

  /** Whether each running node has answered {@code init}. */
  boolean isReady() {
    return nodes.values().stream().allMatch(ServerNode::isReady);
  }

  /** Ends all that is left of the nodes. */
  void close() {
    nodes.values().forEach(ServerNode::close);
    nodes.values().forEach(ServerNode::awaitEnd);
  }

  /** Whether there is, or ever was, somebody of this name. */
  boolean isKnown(String id) {
    return nodes.containsKey(id)
        || network.reaches(id)
        || (id.matches("c\\d{1,9}") && Integer.parseInt(id.substring(1)) < clients);
  }

  /** The state at the end of the run, if the faults ended for these nodes. */
  Aftermath aftermath(Set<String> core) {
    Map<String, Challenge> challenges = new LinkedHashMap<>();
    Map<String, List<Long>> kills = new LinkedHashMap<>();
    nodes.forEach(
        (id, node) -> {
          challenges.put(id, node.challenge());
          kills.put(id, node.lapsesNanos());
        });
    return new Aftermath(core, challenges, kills);
  }

  /**
   * A client for a new process.
   *
   * @param timeout how long it waits for a reply
   */
  ClientConnection connect(int process, String node, Duration timeout) {
    return new ClientConnection("c" + clients++, process, timeout, node(node), this);
  }

  /** Sends a node one request from outside the clients; returns the answer. */
  CompletionStage<String> ask(String node, String request) {
    return new Visitor("c" + clients++, this).ask(node, request);
  }

  /** An endpoint has received a message. */
  void delivered(Packet packet) {
    trace.delivered(clock.nowNanos(), packet);
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

  /** The nodes' log. */
  NodeLog log() {
    return log;
  }

  private void invariants(Invariants always) {
    always.grows("the time", clock.nowNanos());
    always.holds("each message has arrived, was dropped or waits", network.isAccountedFor());
  }

  /** The nodes' claims. */
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

  Stream<ServerNode> nodes() {
    return nodes.values().stream();
  }

  ServerNode node(String id) {
    return Objects.requireNonNull(nodes.get(id));
  }
}
