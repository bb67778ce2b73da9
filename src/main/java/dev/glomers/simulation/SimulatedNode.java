package dev.glomers.simulation;

import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Node;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A node's process: what it runs, and its life. */
final class SimulatedNode implements Endpoint {
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final String id;
  private final Clock clock;
  private final Network network;
  private final NodeFactory factory;
  private final BiFunction<SimulatedNode, SplittableRandom, SimulatedDisk> disks;
  private final SplittableRandom random;
  private final SplittableRandom ofStartUps;
  private final NodeLog log;
  private final Claims claims;
  private final Trace trace;
  private final Queue<Runnable> backlog = new ArrayDeque<>();
  private @Nullable Scheduler alive;
  private @Nullable Node process;
  private @Nullable Challenge challenge;
  private boolean paused;
  private final List<Long> kills = new ArrayList<>();
  private Duration skew = Duration.ZERO;
  private @Nullable SimulatedDisk disk;

  SimulatedNode(
      String id,
      Clock clock,
      Network network,
      NodeFactory factory,
      BiFunction<SimulatedNode, SplittableRandom, SimulatedDisk> disks,
      SplittableRandom random,
      NodeLog log,
      Claims claims,
      Trace trace) {
    this.id = id;
    this.clock = clock;
    this.network = network;
    this.factory = factory;
    this.disks = disks;
    this.random = random;
    this.ofStartUps = random.split();
    this.log = log;
    this.claims = claims;
    this.trace = trace;
  }

  /** Starts the process, with nothing in its memory. */
  void start() {
    SimulatedScheduler scheduler = new SimulatedScheduler(this, clock, random.split());
    Node started =
        new Node(
            scheduler,
            (dest, line, length) -> network.send(id, dest, line, length),
            line -> log.add(clock.now(), id, line));
    challenge =
        factory.create(new Collaborators(started, scheduler, () -> disk().storage(scheduler)));
    started.host(challenge);
    process = started;
    alive = scheduler;
    claims.born(id);
    network.connect(this);
    trace.started(clock.now(), id);
  }

  /** How long the process takes to start, in nanoseconds. */
  long startUp() {
    return ofStartUps.nextLong(World.START_UP_NANOS);
  }

  private SimulatedDisk disk() {
    if (disk == null) {
      disk = disks.apply(this, random.split());
    }
    return disk;
  }

  /** Ends the process at once. Its memory is lost, and so is what is on the way to it. */
  void kill() {
    network.disconnect(id);
    alive = null;
    process = null;
    paused = false;
    backlog.clear();
    kills.add(clock.now());
    if (disk != null) {
      disk.killed();
    }
    claims.died(id);
    trace.killed(clock.now(), id);
  }

  /** The times at which the process was killed, if it then lost what it had. */
  List<Long> lapses() {
    return disk == null ? kills : List.of();
  }

  boolean isAlive() {
    return alive != null;
  }

  /** Stops the process: it does nothing, but messages to it and its timers do wait. */
  void pause() {
    paused = true;
    trace.paused(clock.now(), id);
  }

  boolean isPaused() {
    return paused;
  }

  void resume() {
    paused = false;
    trace.resumed(clock.now(), id);
    for (Runnable missed = backlog.poll(); missed != null; missed = backlog.poll()) {
      missed.run();
    }
  }

  /** Sets how far the node's clock is ahead of the true time; negative if it is behind. */
  void skew(Duration ahead) {
    skew = ahead;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void receive(Packet packet) {
    if (paused) {
      backlog.add(() -> receive(packet));
    } else {
      trace.delivered(clock.now(), packet);
      Node receiver = Objects.requireNonNull(process);
      receiver.receive(packet.message(receiver::bodyOf));
      claims.check(id, receiver, () -> "received " + packet.message());
    }
  }

  /** Runs a timer's task, if the process that set it still lives. */
  void run(Scheduler owner, Runnable task) {
    if (owner != alive) {
      return;
    }
    if (paused) {
      backlog.add(() -> run(owner, task));
      return;
    }
    try {
      task.run();
    } catch (RuntimeException e) {
      log.add(clock.now(), id, id + ": timer failed: " + e);
    }
    claims.check(id, Objects.requireNonNull(process), () -> "ran a timer's task");
  }

  Instant wallClock() {
    return EPOCH.plusNanos(clock.now()).plus(skew);
  }

  /** What runs here, or ran last. */
  Challenge challenge() {
    return Objects.requireNonNull(challenge);
  }
}
