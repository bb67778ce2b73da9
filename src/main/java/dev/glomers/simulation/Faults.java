package dev.glomers.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * All faults there are, by the names that {@code --nemesis} takes. Maelstrom has the first three;
 * how often and how much each of the others harms is drawn whenever it begins.
 */
public final class Faults {
  private static final long MILLISECOND = 1_000_000;
  private static final Map<String, BiFunction<World, RandomGenerator, Fault>> BY_NAME =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("partition", Faults::partition),
              Map.entry("kill", KillFault::new),
              Map.entry("pause", PauseFault::new),
              Map.entry("one-way", Faults::oneWay),
              Map.entry("loss", Faults::loss),
              Map.entry("duplication", Faults::duplication),
              Map.entry("reordering", Faults::reordering),
              Map.entry("latency", Faults::latency),
              Map.entry("clock", ClockFault::new),
              Map.entry("slow-services", Faults::slowServices),
              Map.entry("service-loss", Faults::serviceLoss)));

  private Faults() {}

  /** The names of all faults. */
  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /**
   * @throws IllegalArgumentException if there is no fault of a name
   */
  static void requireAll(List<String> names) {
    for (String name : names) {
      if (!BY_NAME.containsKey(name)) {
        throw new IllegalArgumentException(
            "glomers.part.nemesis: " + name + " is none of " + String.join(", ", names()));
      }
    }
  }

  static Fault create(String name, World world, RandomGenerator random) {
    return Objects.requireNonNull(BY_NAME.get(name)).apply(world, random);
  }

  private static Fault partition(World world, RandomGenerator random) {
    return cut("partition", world, () -> Partition.draw(world.ids(), random));
  }

  private static Fault oneWay(World world, RandomGenerator random) {
    return cut("one-way", world, () -> Partition.drawOneWay(world.ids(), random));
  }

  private static Fault cut(String name, World world, Supplier<Partition> shapes) {
    return fault(
        () -> {
          Partition partition = shapes.get();
          world.conditions().cut(name, partition.unheard());
          world.trace().cut(world.clock().now(), name, partition.unheard());
          return partition.shape();
        },
        () -> world.conditions().mend(name));
  }

  private static Fault loss(World world, RandomGenerator random) {
    return share(random, "messages lost", share -> world.conditions().loss = share);
  }

  private static Fault duplication(World world, RandomGenerator random) {
    return share(random, "messages duplicated", share -> world.conditions().duplication = share);
  }

  private static Fault reordering(World world, RandomGenerator random) {
    return share(
        random,
        "messages overtaken",
        share -> {
          world.conditions().reordering = share;
          world.conditions().lateness = bound(random, 10, 2000);
        });
  }

  private static Fault latency(World world, RandomGenerator random) {
    return fault(
        () -> {
          long bound = bound(random, 10, 3000);
          world.conditions().spike = bound;
          return "up to " + bound / MILLISECOND + " ms more";
        },
        () -> world.conditions().spike = 0);
  }

  private static Fault slowServices(World world, RandomGenerator random) {
    return fault(
        () -> {
          long bound = bound(random, 10, 3000);
          world.conditions().serviceDelay = bound;
          return "up to " + bound / MILLISECOND + " ms for each request";
        },
        () -> world.conditions().serviceDelay = 0);
  }

  private static Fault serviceLoss(World world, RandomGenerator random) {
    return share(
        random, "requests and replies lost", share -> world.conditions().serviceLoss = share);
  }

  private static Fault share(RandomGenerator random, String what, DoubleConsumer set) {
    return fault(
        () -> {
          double[] shares = {0.01, 0.1, 0.3, 0.7};
          double share = shares[random.nextInt(shares.length)];
          set.accept(share);
          return Math.round(share * 100) + " % of " + what;
        },
        () -> set.accept(0));
  }

  /** Small ones as often as big ones. */
  private static long bound(RandomGenerator random, long least, long most) {
    double exponent = random.nextDouble();
    return (long) (least * Math.pow((double) most / least, exponent)) * MILLISECOND;
  }

  private static Fault fault(Supplier<String> start, Runnable stop) {
    return new Fault() {
      @Override
      public String start() {
        return start.get();
      }

      @Override
      public void stop() {
        stop.run();
      }
    };
  }

  /** One of the groups of nodes that Jepsen picks as targets. */
  private static List<SimulatedNode> targets(
      World world, List<String> ids, RandomGenerator random) {
    List<SimulatedNode> nodes = new ArrayList<>();
    for (String id : Partition.shuffled(ids, random)) {
      nodes.add(world.node(id));
    }
    int size = nodes.size();
    int count =
        switch (random.nextInt(6)) {
          case 0 -> 1 + random.nextInt(size);
          case 1 -> 1;
          case 2 -> (size - 1) / 3;
          case 3 -> (size - 1) / 2;
          case 4 -> size / 2 + 1;
          default -> size;
        };
    return nodes.subList(0, count);
  }

  private static List<String> ids(List<SimulatedNode> nodes) {
    return nodes.stream().map(SimulatedNode::id).toList();
  }

  /** Nodes die and lose their memory; then all that are dead are started again. */
  private static final class KillFault implements Fault {
    private final World world;
    private final RandomGenerator random;

    KillFault(World world, RandomGenerator random) {
      this.world = world;
      this.random = random;
    }

    @Override
    public String start() {
      List<SimulatedNode> victims =
          targets(world, world.victims(), random).stream().filter(SimulatedNode::isAlive).toList();
      for (SimulatedNode victim : victims) {
        victim.kill();
        world.conditions().count("kill: killed");
      }
      return "killed " + ids(victims);
    }

    @Override
    public void stop() {
      for (String id : world.ids()) {
        if (!world.node(id).isAlive()) {
          world.start(world.node(id));
        }
      }
    }
  }

  /** Nodes are stopped as by SIGSTOP; then all go on. */
  private static final class PauseFault implements Fault {
    private final World world;
    private final RandomGenerator random;

    PauseFault(World world, RandomGenerator random) {
      this.world = world;
      this.random = random;
    }

    @Override
    public String start() {
      List<SimulatedNode> victims =
          targets(world, world.ids(), random).stream().filter(SimulatedNode::isAlive).toList();
      for (SimulatedNode victim : victims) {
        victim.pause();
        world.conditions().count("pause: paused");
      }
      return "paused " + ids(victims);
    }

    @Override
    public void stop() {
      world.ids().stream()
          .map(world::node)
          .filter(SimulatedNode::isPaused)
          .forEach(SimulatedNode::resume);
    }
  }

  /** The nodes' clocks jump, either way; then all are right again. */
  private static final class ClockFault implements Fault {
    private final World world;
    private final RandomGenerator random;

    ClockFault(World world, RandomGenerator random) {
      this.world = world;
      this.random = random;
    }

    @Override
    public String start() {
      StringBuilder skews = new StringBuilder("clocks ahead by");
      for (String id : world.ids()) {
        long bound = bound(random, 1, 3_600_000) / MILLISECOND;
        long ahead = random.nextBoolean() ? bound : -bound;
        world.node(id).skew(Duration.ofMillis(ahead));
        world.conditions().count("clock: jumped");
        skews.append(' ').append(id).append(' ').append(ahead).append(" ms");
      }
      return skews.toString();
    }

    @Override
    public void stop() {
      world.ids().forEach(id -> world.node(id).skew(Duration.ZERO));
    }
  }
}
