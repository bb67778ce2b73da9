package dev.glomers.simulation;

import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one endpoint, and its one reader. As in Maelstrom the reader takes the message
 * that is due first and <i>sleeps until it is due</i>: one that arrives meanwhile waits behind it,
 * even if it is due sooner. Whether a message is cut off is decided when it is taken.
 */
final class Inbox {
  private static final long NANOS_PER_MS = 1_000_000;

  private final Clock clock;
  private final Endpoint endpoint;
  private final Predicate<Packet> arrives;
  private final Runnable arrived;
  private final PriorityQueue<Packet> waiting = new PriorityQueue<>();
  private Clock.@Nullable Event reading;

  /** Whether the endpoint is just being handed a message. */
  private boolean delivering;

  /**
   * @param arrives whether a message that is taken is not cut off
   * @param arrived runs once for each message that the endpoint gets
   */
  Inbox(Clock clock, Endpoint endpoint, Predicate<Packet> arrives, Runnable arrived) {
    this.clock = clock;
    this.endpoint = endpoint;
    this.arrives = arrives;
    this.arrived = arrived;
  }

  void put(Packet packet) {
    waiting.add(packet);
    if (reading == null) {
      take();
    }
  }

  /** How many messages wait, the one for which the reader sleeps among them. */
  int size() {
    return waiting.size() + (reading == null || delivering ? 0 : 1);
  }

  /** Loses everything, for ever. */
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
    arrived.run();
    endpoint.receive(packet);
    delivering = false;
    take();
  }
}
