package dev.glomers.simulation;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The one clock and the one queue of events of a world. Times are nanoseconds since its start. */
final class VirtualClock {
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long now;
  private long count;

  long now() {
    return now;
  }

  /** Runs an action at a time; one in the past is run at once, after what is already due. */
  Event at(long time, Runnable action) {
    Event event = new Event(Math.max(time, now), count++, action);
    events.add(event);
    return event;
  }

  Event after(long delay, Runnable action) {
    return at(now + delay, action);
  }

  /** Runs all events before a time, and moves on to it. */
  void runUntil(long end) {
    for (Event next = events.peek(); next != null && next.time < end; next = events.peek()) {
      step();
    }
    now = Math.max(now, end);
  }

  /** Runs the next event; there must be one. */
  void step() {
    Event event = events.remove();
    Runnable action = event.action;
    if (action != null) {
      now = event.time;
      event.action = null;
      action.run();
    }
  }

  /** Something that is to happen; events at the same time happen in the order of their making. */
  static final class Event implements Comparable<Event> {
    private final long time;
    private final long number;
    private @Nullable Runnable action;

    private Event(long time, long number, Runnable action) {
      this.time = time;
      this.number = number;
      this.action = action;
    }

    void cancel() {
      action = null;
    }

    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }
}
