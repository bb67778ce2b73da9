package dev.glomers.simulation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Carries messages between endpoints and counts them. A message from or to a client has no latency
 * and meets no fault; one from or to a service is never cut off.
 */
final class Network {
  private static final String BY_HAND = "by hand";

  private final Clock clock;
  private final LatencyDistribution latency;
  private final Conditions conditions;
  private final Dice dice;
  private final Trace trace;
  private final Map<String, Inbox> inboxes = new HashMap<>();

  /** The randomness that decides the fate of messages, by link. */
  private final Map<String, Map<String, SplittableRandom>> links = new HashMap<>();

  private long sent;
  private long sentBetweenServers;
  private long packets;
  private long arrived;
  private long dropped;

  Network(Clock clock, LatencyDistribution latency, Conditions conditions, Dice dice, Trace trace) {
    this.clock = clock;
    this.latency = latency;
    this.conditions = conditions;
    this.dice = dice;
    this.trace = trace;
  }

  /** Makes an endpoint reachable. */
  void connect(Endpoint endpoint) {
    inboxes.put(endpoint.id(), new Inbox(clock, endpoint, this::arrives, this::reaches));
  }

  /** Loses all waiting messages for an endpoint, and all later ones. */
  void disconnect(String id) {
    Inbox inbox = inboxes.remove(id);
    if (inbox != null) {
      dropped += inbox.size();
      inbox.close();
    }
  }

  /** Whether an endpoint has this name. */
  boolean reaches(String id) {
    return inboxes.containsKey(id);
  }

  /** Sends a line that ends with a line end. The bytes are copied. */
  void send(String src, String dest, byte[] line, int length) {
    byte[] copy = Arrays.copyOf(line, length - 1);
    sent++;
    if (Packet.isClient(src) || Packet.isClient(dest)) {
      put(src, dest, copy, 0);
      return;
    }
    sentBetweenServers++;
    if (Packet.isNode(src) && Packet.isNode(dest)) {
      sendBetweenNodes(src, dest, copy);
    } else {
      sendToOrFromService(src, dest, copy);
    }
  }

  private void sendBetweenNodes(String src, String dest, byte[] line) {
    SplittableRandom luck = luck(src, dest);
    boolean lost = luck.nextDouble() < conditions.loss;
    boolean twice = luck.nextDouble() < conditions.duplication;
    if (lost) {
      lose(src, dest, line, "loss");
      return;
    }
    put(src, dest, line, latenessNanos(luck) + delayNanos(luck));
    if (twice) {
      conditions.count("duplication: duplicated");
      put(src, dest, line, latenessNanos(luck) + delayNanos(luck));
    }
  }

  private void sendToOrFromService(String src, String dest, byte[] line) {
    SplittableRandom luck = luck(src, dest);
    if (luck.nextDouble() < conditions.serviceLoss) {
      lose(src, dest, line, "service-loss");
    } else {
      put(src, dest, line, delayNanos(luck));
    }
  }

  /** A source for one message, so that its draws do not depend on the faults. */
  private SplittableRandom luck(String src, String dest) {
    return links
        .computeIfAbsent(dest, any -> new HashMap<>())
        .computeIfAbsent(src, any -> dice.of(src + " to " + dest))
        .split();
  }

  private long delayNanos(SplittableRandom luck) {
    double share = luck.nextDouble();
    if (conditions.spikeNanos > 0) {
      conditions.count("latency: delayed");
    }
    return (long) (share * conditions.spikeNanos) + latency.drawNanos(luck);
  }

  private long latenessNanos(SplittableRandom luck) {
    boolean late = luck.nextDouble() < conditions.reordering;
    double share = luck.nextDouble();
    if (!late) {
      return 0;
    }
    conditions.count("reordering: delayed");
    return (long) (share * conditions.latenessNanos);
  }

  private void put(String src, String dest, byte[] line, long delayNanos) {
    Packet packet = new Packet(packets++, src, dest, line, clock.nowNanos() + delayNanos);
    trace.sent(clock.nowNanos(), packet);
    Inbox inbox = inboxes.get(dest);
    if (inbox != null) {
      inbox.put(packet);
    } else {
      drop(packet, "dead");
    }
  }

  private void lose(String src, String dest, byte[] line, String why) {
    Packet packet = new Packet(packets++, src, dest, line, clock.nowNanos());
    trace.sent(clock.nowNanos(), packet);
    drop(packet, why);
  }

  private boolean arrives(Packet packet) {
    String cutter = conditions.cutter(packet);
    if (cutter != null) {
      drop(packet, cutter);
    }
    return cutter == null;
  }

  /** Even on its receiver's doorstep a message may be lost by hand. */
  private boolean reaches(Packet packet) {
    boolean lost = !packet.involvesClient() && conditions.losesNext(packet.src(), packet.dest());
    if (lost) {
      drop(packet, BY_HAND);
    } else {
      arrived++;
    }
    return !lost;
  }

  private void drop(Packet packet, String why) {
    dropped++;
    if (!packet.involvesClient()) {
      conditions.count(why + ": dropped");
    }
    trace.dropped(clock.nowNanos(), packet, why);
  }

  /** Whether the numbers of arrived, dropped and waiting messages add up to those sent. */
  boolean isAccountedFor() {
    return packets == arrived + dropped + inboxes.values().stream().mapToInt(Inbox::size).sum();
  }

  /** The number of messages so far. */
  long sent() {
    return sent;
  }

  /** The number of messages so far that were neither from nor to a client. */
  long sentBetweenServers() {
    return sentBetweenServers;
  }
}
