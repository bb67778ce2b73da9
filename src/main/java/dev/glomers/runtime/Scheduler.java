package dev.glomers.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** A node's only source of time, timers and randomness. */
public interface Scheduler {
  /** Time since an arbitrary moment; never goes back. */
  Duration now();

  /** The machine's wall clock; may stand still or jump either way. */
  Instant wallClock();

  /** The source of randomness; a restarted node draws different numbers. */
  RandomGenerator random();

  /** Runs a task once, on the event loop, when at least the delay has passed. */
  Timer after(Duration delay, Runnable task);

  /** Runs a task repeatedly, first after one interval. */
  default Timer every(Duration interval, Runnable task) {
    return new RepeatingTimer(this, interval, task);
  }

  /** A scheduled task. */
  interface Timer {
    /** Cancels the task; has no effect if it has run. */
    void cancel();
  }
}
