package dev.glomers.runtime;

import java.time.Duration;

/**
 * Schedules the next run before it runs the task, so a failing task does not end the repetition.
 */
final class RepeatingTimer implements Scheduler.Timer {
  private final Scheduler scheduler;
  private final Duration interval;
  private final Runnable task;
  private Scheduler.Timer next;

  RepeatingTimer(Scheduler scheduler, Duration interval, Runnable task) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("an interval of " + interval);
    }
    this.scheduler = scheduler;
    this.interval = interval;
    this.task = task;
    this.next = scheduler.after(interval, this::run);
  }

  private void run() {
    next = scheduler.after(interval, this::run);
    task.run();
  }

  @Override
  public void cancel() {
    next.cancel();
  }
}
