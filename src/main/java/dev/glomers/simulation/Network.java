package dev.glomers.simulation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries messages between endpoints and counts them. */
final class Network {
  private final VirtualClock clock;
  private final LatencyDistribution latency;
  private final Trace trace;
  private final Map<String, Inbox> inboxes = new HashMap<>();
  private long sent;
  private long sentBetweenServers;

  Network(VirtualClock clock, LatencyDistribution latency, Trace trace) {
    this.clock = clock;
    this.latency = latency;
    this.trace = trace;
  }

  /** Lets an endpoint be reached. */
  Inbox connect(Endpoint endpoint) {
    Inbox inbox = new Inbox(clock, endpoint, packet -> false);
    inboxes.put(endpoint.id(), inbox);
    return inbox;
  }

  void disconnect(String id) {
    inboxes.remove(id);
  }

  /** Sends a line that ends with a line end. The bytes are copied. */
  void send(String src, String dest, byte[] line, int length) {
    Packet packet = new Packet(sent++, src, dest, Arrays.copyOf(line, length - 1), 0);
    boolean client = packet.involvesClient();
    if (!client) {
      sentBetweenServers++;
    }
    long due = clock.now() + (client ? 0 : latency.draw());
    packet = new Packet(packet.id(), src, dest, packet.line(), due);
    trace.sent(clock.now(), packet);
    @Nullable Inbox inbox = inboxes.get(dest);
    if (inbox != null) {
      inbox.put(packet);
    }
  }

  /** All messages so far. */
  long sent() {
    return sent;
  }

  /** The messages so far that had no client at either end. */
  long sentBetweenServers() {
    return sentBetweenServers;
  }
}
