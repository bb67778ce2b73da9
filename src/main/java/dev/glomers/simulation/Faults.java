package dev.glomers.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * All faults, by the names that {@code --nemesis} takes. Maelstrom has the first three, its release
 * 0.2.4 only {@code partition}; the frequency and strength of each of the others is drawn whenever
 * it begins.
 */
public final class Faults {
  private static final long NANOS_PER_MS = 1_000_000;
  private static final Map<String, Function<World, Fault>> BY_NAME =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("partition", Faults::partition),
              Map.entry("kill", Faults::kill),
              Map.entry("pause", Faults::pause),
              Map.entry("one-way", Faults::oneWay),
              Map.entry("loss", Faults::loss),
              Map.entry("duplication", Faults::duplication),
              Map.entry("reordering", Faults::reordering),
              Map.entry("latency", Faults::latency),
              Map.entry("clock", Faults::clock),
              Map.entry("slow-services", Faults::slowServices),
              Map.entry("service-loss", Faults::serviceLoss),
              Map.entry("slow-disk", Faults::slowDisk),
              Map.entry("failing-sync", Faults::failingSync),
              Map.entry("full-disk", Faults::fullDisk),
              Map.entry("damaged-record", Faults::damagedRecord)));

  private Faults() {}

  /** The names of all faults. */
  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /**
   * @param possible the known faults
   * @throws IllegalArgumentException if a name is not among them
   */
  static void requireAll(List<String> names, List<String> possible) {
    for (String name : names) {
      if (!possible.contains(name)) {
        throw new IllegalArgumentException(
            "glomers.part.nemesis: " + name + " is none of " + String.join(", ", possible));
      }
    }
  }

  static Fault create(String name, World world) {
    return Objects.requireNonNull(BY_NAME.get(name)).apply(world);
  }

  /** Nodes are killed and lose their memory; then all dead nodes are restarted. */
  private static Fault kill(World world) {
    return new Fault(
        random -> "killed " + hit(world, world.victims(), random, ServerNode::kill, "kill: killed"),
        () -> world.nodes().filter(node -> !node.isAlive()).forEach(world::start));
  }

  /** Nodes are stopped as by SIGSTOP; then all resume. */
  private static Fault pause(World world) {
    return new Fault(
        random -> "paused " + hit(world, world.ids(), random, ServerNode::pause, "pause: paused"),
        () -> world.nodes().filter(ServerNode::isPaused).forEach(ServerNode::resume));
  }

  /** Does something to one of the groups of nodes that Jepsen picks; returns the nodes. */
  private static List<String> hit(
      World world,
      List<String> candidates,
      RandomGenerator random,
      Consumer<ServerNode> harm,
      String effect) {
    List<String> shuffled = Partition.shuffled(candidates, random);
    int size = shuffled.size();
    int count =
        switch (random.nextInt(6)) {
          case 0 -> 1 + random.nextInt(size);
          case 1 -> 1;
          case 2 -> (size - 1) / 3;
          case 3 -> (size - 1) / 2;
          case 4 -> size / 2 + 1;
          default -> size;
        };
    List<ServerNode> targets =
        shuffled.subList(0, count).stream().map(world::node).filter(ServerNode::isAlive).toList();
    for (ServerNode target : targets) {
      harm.accept(target);
      world.conditions().count(effect);
    }
    return targets.stream().map(ServerNode::id).toList();
  }

  /** The nodes' clocks jump, either way; then all are set right. */
  private static Fault clock(World world) {
    return new Fault(
        random ->
            world
                .nodes()
                .map(
                    node -> {
                      long boundMillis = boundNanos(random, 1, 3_600_000) / NANOS_PER_MS;
                      long aheadMillis = random.nextBoolean() ? boundMillis : -boundMillis;
                      node.skew(Duration.ofMillis(aheadMillis));
                      world.conditions().count("clock: jumped");
                      return node.id() + " " + aheadMillis + " ms";
                    })
                .collect(Collectors.joining(", ", "clocks ahead by ", "")),
        () -> world.nodes().forEach(node -> node.skew(Duration.ZERO)));
  }

  private static Fault partition(World world) {
    return cut("partition", world, random -> Partition.draw(world.ids(), random));
  }

  private static Fault oneWay(World world) {
    return cut("one-way", world, random -> Partition.drawOneWay(world.ids(), random));
  }

  private static Fault cut(String name, World world, Function<RandomGenerator, Partition> shapes) {
    return new Fault(
        random -> {
          Partition partition = shapes.apply(random);
          world.conditions().cut(name, partition.unheard());
          world.trace().cut(world.clock().nowNanos(), name, partition.unheard());
          return partition.shape();
        },
        () -> world.conditions().mend(name));
  }

  private static Fault loss(World world) {
    return share("messages lost", share -> world.conditions().loss = share);
  }

  private static Fault duplication(World world) {
    return share("messages duplicated", share -> world.conditions().duplication = share);
  }

  private static Fault reordering(World world) {
    Fault some = share("messages overtaken", share -> world.conditions().reordering = share);
    return new Fault(
        random -> {
          world.conditions().latenessNanos = boundNanos(random, 10, 2000);
          return some.start().apply(random);
        },
        some.stop());
  }

  private static Fault latency(World world) {
    return delay("more", bound -> world.conditions().spikeNanos = bound);
  }

  private static Fault slowServices(World world) {
    return delay("for each request", bound -> world.conditions().serviceDelayNanos = bound);
  }

  private static Fault serviceLoss(World world) {
    return share("requests and replies lost", share -> world.conditions().serviceLoss = share);
  }

  private static Fault slowDisk(World world) {
    return delay("for each sync", bound -> world.conditions().syncDelayNanos = bound);
  }

  /** A node whose disk fails ends, and is restarted. */
  private static Fault failingSync(World world) {
    return share("syncs fail", share -> world.conditions().syncFailure = share / 10);
  }

  private static Fault fullDisk(World world) {
    return new Fault(
        random -> {
          world.conditions().diskFull = true;
          return "disks are full";
        },
        () -> world.conditions().diskFull = false);
  }

  /** Damages the last record, or an old one, after which the node is lost for good. */
  private static Fault damagedRecord(World world) {
    return share("kills damage a record", share -> world.conditions().damage = share);
  }

  private static Fault delay(String what, LongConsumer set) {
    return new Fault(
        random -> {
          long boundNanos = boundNanos(random, 10, 3000);
          set.accept(boundNanos);
          return "up to " + boundNanos / NANOS_PER_MS + " ms " + what;
        },
        () -> set.accept(0));
  }

  private static Fault share(String what, DoubleConsumer set) {
    return new Fault(
        random -> {
          double[] shares = {0.01, 0.1, 0.3, 0.7};
          double share = shares[random.nextInt(shares.length)];
          set.accept(share);
          return Math.round(share * 100) + " % of " + what;
        },
        () -> set.accept(0));
  }

  /** Draws small bounds as often as big ones. */
  private static long boundNanos(RandomGenerator random, long leastMillis, long mostMillis) {
    double exponent = random.nextDouble();
    return ((long) (leastMillis * Math.pow((double) mostMillis / leastMillis, exponent)))
        * NANOS_PER_MS;
  }
}
