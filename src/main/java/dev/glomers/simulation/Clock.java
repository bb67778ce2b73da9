package dev.glomers.simulation;

import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A world's only clock and only queue of events. Times are nanoseconds since the world's start.
 * Clocks differ only in how time passes.
 */
public abstract class Clock {
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long count;

  Clock() {}

  abstract long nowNanos();

  /**
   * Waits for a time, if it has not come yet.
   *
   * @return false if it has not come, because an outside action had to run first, which may have
   *     changed the next event
   */
  abstract boolean reach(long timeNanos);

  /**
   * Runs until a condition holds that is certain to hold. A clock on which waiting costs nothing
   * does not test it, but lets enough time pass.
   */
  void settle(long enoughNanos, BooleanSupplier settled) {
    runUntil(nowNanos() + enoughNanos);
  }

  /**
   * Runs an action as soon as possible, on the thread of the world. On a real clock it may come
   * from any thread.
   */
  void post(Runnable action) {
    after(0, action);
  }

  /** The greatest delay of an event after its time. */
  long mostBelatedNanos() {
    return 0;
  }

  /** A clock that follows the machine's time. */
  public static Clock real() {
    return new RealClock();
  }

  /** Runs an action at a time; if the time has passed, at once, after the events already due. */
  final Event at(long timeNanos, Runnable action) {
    Event event = new Event(Math.max(timeNanos, nowNanos()), count++, action);
    events.add(event);
    return event;
  }

  final Event after(long delayNanos, Runnable action) {
    return at(nowNanos() + delayNanos, action);
  }

  /** Runs all events before a time, and advances to it. */
  final void runUntil(long endNanos) {
    while (!advance(endNanos)) {
      // Each advance is one event.
    }
  }

  /** Runs the next event; there must be one. */
  final void step() {
    if (advance(Long.MAX_VALUE)) {
      throw new NoSuchElementException("no event is scheduled");
    }
  }

  /** Runs the next event before a time; if there is none, advances to it and returns true. */
  final boolean advance(long endNanos) {
    Event next = next();
    if (next == null || next.timeNanos >= endNanos) {
      return reach(endNanos);
    }
    if (reach(next.timeNanos)) {
      events.remove();
      Runnable action = Objects.requireNonNull(next.action);
      next.action = null;
      action.run();
    }
    return false;
  }

  private @Nullable Event next() {
    Event next = events.peek();
    while (next != null && next.action == null) {
      events.remove();
      next = events.peek();
    }
    return next;
  }

  /** A future event; events at the same time happen in the order of their creation. */
  static final class Event implements Comparable<Event> {
    private final long timeNanos;
    private final long number;
    private @Nullable Runnable action;

    private Event(long timeNanos, long number, Runnable action) {
      this.timeNanos = timeNanos;
      this.number = number;
      this.action = action;
    }

    void cancel() {
      action = null;
    }

    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(timeNanos, other.timeNanos);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }
}
