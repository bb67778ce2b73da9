package dev.glomers.simulation;

import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Virtual time as seen by one incarnation of a node. */
final class SimulatedScheduler implements Scheduler {
  private final SimulatedNode node;
  private final Clock clock;
  private final RandomGenerator random;

  /** A process's clock starts with it, so peers must not mix up the clocks of two lives. */
  private final long bornNanos;

  SimulatedScheduler(SimulatedNode node, Clock clock, RandomGenerator random) {
    this.node = node;
    this.clock = clock;
    this.random = random;
    bornNanos = clock.nowNanos();
  }

  @Override
  public Duration now() {
    return Duration.ofNanos(clock.nowNanos() - bornNanos);
  }

  @Override
  public Instant wallClock() {
    return node.wallClock();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    Task cancellable = new Task(task);
    Clock.Event event =
        clock.after(Math.max(0, delay.toNanos()), () -> node.run(this, cancellable));
    return () -> {
      event.cancel();
      cancellable.action = () -> {};
    };
  }

  /** A timer's task; it may be cancelled after its time has come, while the node is paused. */
  private static final class Task implements Runnable {
    private Runnable action;

    Task(Runnable action) {
      this.action = action;
    }

    @Override
    public void run() {
      action.run();
    }
  }
}
