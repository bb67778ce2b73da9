package dev.glomers.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** The one source of time, timers and randomness of a node. */
public interface Scheduler {
  /** Time since an arbitrary moment; never goes back. */
  Duration now();

  /** What the machine believes the time to be; may stand still or jump either way. */
  Instant wallClock();

  /** Randomness; a restarted node draws other numbers. */
  RandomGenerator random();

  /** Runs a task once, on the event loop, no sooner than after the delay. */
  Timer after(Duration delay, Runnable task);

  /** Runs a task again and again, first after one interval. */
  default Timer every(Duration interval, Runnable task) {
    return new RepeatingTimer(this, interval, task);
  }

  /** A task that is still to come. */
  interface Timer {
    /** Forgets the task; without effect if it has run. */
    void cancel();
  }
}
