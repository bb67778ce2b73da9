package dev.glomers.node;

import dev.glomers.runtime.Scheduler;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The real clock and its timers. Only the event loop uses it, except for {@link #post}. */
@Singleton
final class RealScheduler implements Scheduler {
  private final LongSupplier clock;
  private final long startNanos;
  private final PriorityQueue<Entry> timers = new PriorityQueue<>();
  private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private volatile Runnable wake = () -> {};
  private long count;
  private @Nullable RandomGenerator random;

  @Inject
  RealScheduler() {
    this(System::nanoTime);
  }

  /**
   * @param clock nanoseconds since an arbitrary moment
   */
  RealScheduler(LongSupplier clock) {
    this.clock = clock;
    this.startNanos = clock.getAsLong();
  }

  @Override
  public Duration now() {
    return Duration.ofNanos(nanos());
  }

  private long nanos() {
    return clock.getAsLong() - startNanos;
  }

  @Override
  public Instant wallClock() {
    return Instant.now();
  }

  @Override
  public RandomGenerator random() {
    // Created on first use: it takes time and few challenges need it.
    if (random == null) {
      random = new SplittableRandom(new SecureRandom().nextLong());
    }
    return random;
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    Entry entry = new Entry(nanos() + delay.toNanos(), count++, task);
    timers.add(entry);
    return entry;
  }

  /** Runs a task on the event loop as soon as possible. May be called on any thread. */
  void post(Runnable task) {
    posted.add(task);
    wake.run();
  }

  /**
   * @param loop wakes the event loop if it waits for input
   */
  void wakes(Runnable loop) {
    wake = loop;
  }

  /** The time until the next timer is due: 0 or less if it is due, very long if there is none. */
  long nanosUntilNext() {
    dropCancelled();
    Entry next = timers.peek();
    return next == null ? Long.MAX_VALUE : next.dueNanos - nanos();
  }

  /** Takes the next due task, those of other threads first; null if none is due. */
  @Nullable Runnable takeDue() {
    Runnable task = posted.poll();
    return task != null ? task : nanosUntilNext() <= 0 ? timers.remove().task : null;
  }

  private void dropCancelled() {
    for (Entry next = timers.peek(); next != null && next.task == null; next = timers.peek()) {
      timers.remove();
    }
  }

  private static final class Entry implements Timer, Comparable<Entry> {
    private final long dueNanos;
    private final long number;
    private @Nullable Runnable task;

    Entry(long dueNanos, long number, Runnable task) {
      this.dueNanos = dueNanos;
      this.number = number;
      this.task = task;
    }

    @Override
    public void cancel() {
      task = null;
    }

    /** By due time, then in the order in which they were set. */
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(dueNanos, other.dueNanos);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }
}
