package dev.glomers.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Starts and stops faults in turn, each on its own. As in Jepsen the first starts at once, and the
 * time from one change to the next is uniform over 0 to 2 x interval.
 */
final class Nemesis {
  /** The name of what stays when only a core of the nodes is healed. */
  private static final String OUTSIDE = "outside the core";

  private static final String CUT_OFF = "cut off";

  private final World world;
  private final Trace trace;
  private final RandomGenerator random;
  private final double interval;
  private final Map<String, Fault> faults = new LinkedHashMap<>();
  private final Set<String> running = new HashSet<>();
  private boolean ended;

  /**
   * @param interval in nanoseconds
   */
  Nemesis(World world, List<String> names, double interval, RandomGenerator random, Trace trace) {
    this.world = world;
    this.trace = trace;
    this.random = random;
    this.interval = interval;
    names.forEach(name -> faults.put(name, Faults.create(name, world, random)));
  }

  void start() {
    faults.keySet().forEach(this::change);
  }

  /** Ends all faults, for good. Nodes outside the core are left cut off, dead or paused instead. */
  void heal(Set<String> core) {
    ended = true;
    faults.keySet().forEach(this::stop);
    Map<String, String> left = new LinkedHashMap<>();
    world.ids().stream().filter(id -> !core.contains(id)).forEach(id -> left.put(id, leave(id)));
    if (!left.isEmpty()) {
      Set<String> apart = new LinkedHashSet<>(left.keySet());
      apart.removeIf(id -> !CUT_OFF.equals(left.get(id)));
      world.conditions().cut(OUTSIDE, Partition.isolating(apart, world.ids()));
      trace.faultStarted(world.clock().now(), OUTSIDE, "for ever: " + left);
    }
  }

  /** Leaves a node in one of the states that the test's faults can bring about; returns which. */
  private String leave(String id) {
    List<String> states = new ArrayList<>();
    if (faults.containsKey("kill") && world.victims().contains(id)) {
      states.add("killed");
    }
    if (faults.containsKey("pause")) {
      states.add("paused");
    }
    if (states.isEmpty() || faults.size() > states.size()) {
      states.add(CUT_OFF);
    }
    String state = states.get(random.nextInt(states.size()));
    if (state.equals("killed")) {
      world.node(id).kill();
    } else if (state.equals("paused")) {
      world.node(id).pause();
    }
    world.conditions().count(OUTSIDE + ": " + state);
    return state;
  }

  /** Lets the faults that there are be the last. */
  void stay() {
    ended = true;
  }

  private void change(String name) {
    if (ended) {
      return;
    }
    if (running.contains(name)) {
      stop(name);
    } else {
      start(name);
    }
    Clock clock = world.clock();
    clock.after((long) (random.nextDouble() * 2 * interval), () -> change(name));
  }

  private void start(String name) {
    running.add(name);
    world.conditions().count(name + ": started");
    trace.faultStarted(world.clock().now(), name, fault(name).start().get());
  }

  private void stop(String name) {
    if (running.remove(name)) {
      fault(name).stop().run();
      trace.faultEnded(world.clock().now(), name);
    }
  }

  private Fault fault(String name) {
    return Objects.requireNonNull(faults.get(name));
  }
}
