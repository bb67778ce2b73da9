package dev.glomers.simulation;

import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The queue of messages for one endpoint, and its only reader. As in Maelstrom the reader takes the
 * message that is due first and <i>sleeps until it is due</i>: a message that arrives meanwhile
 * waits behind it, even if it is due sooner. A cut takes effect when a message is taken.
 */
final class Inbox {
  private static final long NANOS_PER_MS = 1_000_000;

  private final Clock clock;
  private final Endpoint endpoint;
  private final Predicate<Packet> arrives;
  private final Predicate<Packet> reaches;
  private final PriorityQueue<Packet> waiting = new PriorityQueue<>();
  private Clock.@Nullable Event reading;

  /** Whether a message is being delivered right now. */
  private boolean delivering;

  /**
   * @param arrives whether a taken message gets through, so that no cut stops it
   * @param reaches asked once for each message that is due: whether the endpoint gets it
   */
  Inbox(Clock clock, Endpoint endpoint, Predicate<Packet> arrives, Predicate<Packet> reaches) {
    this.clock = clock;
    this.endpoint = endpoint;
    this.arrives = arrives;
    this.reaches = reaches;
  }

  void put(Packet packet) {
    waiting.add(packet);
    if (reading == null) {
      take();
    }
  }

  /** The number of waiting messages, including the one for which the reader sleeps. */
  int size() {
    return waiting.size() + (reading == null || delivering ? 0 : 1);
  }

  /** Drops all messages, present and future. */
  void close() {
    waiting.clear();
    if (reading != null) {
      reading.cancel();
    }
  }

  private void take() {
    Packet head = waiting.poll();
    while (head != null && !arrives.test(head)) {
      head = waiting.poll();
    }
    if (head == null) {
      reading = null;
      return;
    }
    Packet packet = head;
    // Maelstrom sleeps for whole milliseconds.
    long waitNanos =
        Math.max(0, packet.dueNanos() - clock.nowNanos()) / NANOS_PER_MS * NANOS_PER_MS;
    reading = clock.after(waitNanos, () -> deliver(packet));
  }

  private void deliver(Packet packet) {
    delivering = true;
    if (reaches.test(packet)) {
      endpoint.receive(packet);
    }
    delivering = false;
    take();
  }
}
