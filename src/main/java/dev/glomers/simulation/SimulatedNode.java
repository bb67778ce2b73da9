package dev.glomers.simulation;

import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Node;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A node that is an object, with its challenge and its life. */
final class SimulatedNode extends ServerNode {
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final World world;
  private final NodeFactory factory;
  private final SplittableRandom random;
  private final SplittableRandom ofStartUps;
  private final Queue<Runnable> backlog = new ArrayDeque<>();
  private @Nullable Scheduler scheduler;
  private @Nullable Node process;
  private @Nullable Challenge challenge;
  private Duration skew = Duration.ZERO;
  private @Nullable SimulatedDisk disk;

  SimulatedNode(String id, World world, NodeFactory factory, SplittableRandom random) {
    super(id, world);
    this.world = world;
    this.factory = factory;
    this.random = random;
    this.ofStartUps = random.split();
  }

  @Override
  protected void begin() {
    SimulatedScheduler ofLife = new SimulatedScheduler(this, world.clock(), random.split());
    Node started = new Node(ofLife, this::send, this::log);
    challenge = factory.create(new Collaborators(started, ofLife, () -> disk().storage(ofLife)));
    started.host(challenge);
    process = started;
    scheduler = ofLife;
  }

  @Override
  long startUpNanos() {
    return ofStartUps.nextLong(World.START_UP_NANOS);
  }

  private SimulatedDisk disk() {
    if (disk == null) {
      disk = world.disk(this, random.split());
    }
    return disk;
  }

  @Override
  protected void end() {
    scheduler = null;
    process = null;
    backlog.clear();
    if (disk != null) {
      disk.killed();
    }
  }

  @Override
  List<Long> lapsesNanos() {
    return disk == null ? super.lapsesNanos() : List.of();
  }

  @Override
  boolean isLost() {
    return disk != null && disk.isLost();
  }

  /** Messages and its timers wait. */
  @Override
  protected void halt() {}

  @Override
  protected void proceed() {
    for (Runnable missed = backlog.poll(); missed != null; missed = backlog.poll()) {
      missed.run();
    }
  }

  @Override
  void skew(Duration ahead) {
    skew = ahead;
  }

  @Override
  public void receive(Packet packet) {
    if (isPaused()) {
      backlog.add(() -> receive(packet));
    } else {
      delivered(packet);
      Node receiver = Objects.requireNonNull(process);
      receiver.receive(packet.message(receiver::bodyOf));
      world.claims().check(id(), receiver, () -> "received " + packet.message());
      world.trace().handled(nowNanos(), id(), receiver::shown);
    }
  }

  /** Runs a timer's task, if the process that set it still lives. */
  void run(Scheduler owner, Runnable task) {
    if (owner != scheduler) {
      return;
    }
    if (isPaused()) {
      backlog.add(() -> run(owner, task));
      return;
    }
    try {
      task.run();
    } catch (RuntimeException e) {
      log(id() + ": timer failed: " + e);
    }
    Node runner = Objects.requireNonNull(process);
    world.claims().check(id(), runner, () -> "ran a timer's task");
    world.trace().handled(nowNanos(), id(), runner::shown);
  }

  Instant wallClock() {
    return EPOCH.plusNanos(nowNanos()).plus(skew);
  }

  @Override
  Challenge challenge() {
    return Objects.requireNonNull(challenge);
  }
}
