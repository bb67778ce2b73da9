package dev.glomers.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Time that passes only when it is told to. */
public final class TestScheduler implements Scheduler {
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private final RandomGenerator random;
  private Duration now = Duration.ZERO;
  private Instant wallClock = Instant.parse("2025-01-01T00:00:00Z");
  private int count;

  public TestScheduler() {
    this(0);
  }

  public TestScheduler(long seed) {
    random = new SplittableRandom(seed);
  }

  @Override
  public Duration now() {
    return now;
  }

  @Override
  public Instant wallClock() {
    return wallClock;
  }

  /** Sets what the machine believes the time to be. */
  public void setWallClock(Instant time) {
    wallClock = time;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public Timer after(Duration delay, Runnable run) {
    Task task = new Task(now.plus(delay), count++, run);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  /** Lets time pass and runs what becomes due meanwhile. */
  public void advance(Duration time) {
    Duration end = now.plus(time);
    for (Task next = tasks.peek();
        next != null && next.due.compareTo(end) <= 0;
        next = tasks.peek()) {
      tasks.remove();
      now = next.due;
      next.run.run();
    }
    now = end;
  }

  /** How many tasks are still to come. */
  public int pending() {
    return tasks.size();
  }

  private record Task(Duration due, int number, Runnable run) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int byTime = due.compareTo(other.due);
      return byTime != 0 ? byTime : Integer.compare(number, other.number);
    }
  }
}
