package dev.glomers.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Starts and stops each fault alternately, independently of the others. As in Jepsen the first
 * change comes at once, and the time between two changes is uniform over 0 to 2 x interval.
 */
final class Nemesis {
  /** The name of the fault that remains when only a core of the nodes is healed. */
  private static final String OUTSIDE = "outside the core";

  private static final String CUT_OFF = "cut off";

  private final World world;
  private final Trace trace;
  private final Dice dice;
  private final @Nullable Plan plan;
  private final double intervalNanos;
  private final Map<String, Course> faults = new LinkedHashMap<>();
  private final Set<String> began = new LinkedHashSet<>();
  private boolean ended;

  /**
   * @param intervalNanos the mean time between two changes
   * @param plan the faults that may occur; null for all
   */
  Nemesis(World world, List<String> names, double intervalNanos, Dice dice, @Nullable Plan plan) {
    this.world = world;
    this.trace = world.trace();
    this.dice = dice;
    this.plan = plan;
    this.intervalNanos = intervalNanos;
    names.forEach(name -> faults.put(name, new Course(name)));
  }

  void start() {
    faults.values().forEach(Course::change);
  }

  /** The faults that occurred. */
  Set<String> began() {
    return began;
  }

  /** Ends all faults, for good. Nodes outside the core are left cut off, dead or paused instead. */
  void heal(Set<String> core) {
    ended = true;
    faults.values().forEach(Course::stop);
    Map<String, String> left = new LinkedHashMap<>();
    RandomGenerator random = dice.of(OUTSIDE);
    world.ids().stream()
        .filter(id -> !core.contains(id))
        .forEach(id -> left.put(id, leave(id, random)));
    if (!left.isEmpty()) {
      Set<String> apart = new LinkedHashSet<>(left.keySet());
      apart.removeIf(id -> !CUT_OFF.equals(left.get(id)));
      world.conditions().cut(OUTSIDE, Partition.isolating(apart, world.ids()));
      trace.faultStarted(world.clock().nowNanos(), OUTSIDE, "for ever: " + left);
    }
  }

  /** Leaves a node in a state that the test's faults can cause; returns that state. */
  private String leave(String id, RandomGenerator random) {
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

  /** Starts no more faults; the present ones stay. */
  void stay() {
    ended = true;
  }

  /** One fault from its first beginning to its last end. */
  private final class Course {
    private final String name;
    private final Fault fault;
    private final SplittableRandom times;
    private int changes;
    private boolean running;

    Course(String name) {
      this.name = name;
      fault = Faults.create(name, world);
      times = dice.of("times of " + name);
    }

    void change() {
      if (ended) {
        return;
      }
      if (changes % 2 == 0) {
        start(changes / 2);
      } else {
        stop();
      }
      changes++;
      world.clock().after((long) (times.nextDouble() * 2 * intervalNanos), this::change);
    }

    private void start(int number) {
      String which = name + " " + number;
      if (plan == null || plan.faults().contains(which)) {
        running = true;
        began.add(which);
        world.conditions().count(name + ": started");
        String what = fault.start().apply(dice.of(name, number));
        trace.faultStarted(world.clock().nowNanos(), name, what);
      }
    }

    void stop() {
      if (running) {
        running = false;
        fault.stop().run();
        trace.faultEnded(world.clock().nowNanos(), name);
      }
    }
  }
}
