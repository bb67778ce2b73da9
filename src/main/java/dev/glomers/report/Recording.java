package dev.glomers.report;

import dev.glomers.simulation.Packet;
import dev.glomers.simulation.Trace;
import dev.glomers.simulation.workload.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records the events of a run. */
public final class Recording implements Trace {
  /** Limits the memory that a node which never stops sending can fill. */
  private static final int MOST = 1_000_000;

  final List<Transmission> transmissions = new ArrayList<>();
  final Map<String, Traffic> traffic = new LinkedHashMap<>();
  final List<Operation> operations = new ArrayList<>();
  final List<Episode> faults = new ArrayList<>();
  final List<Stop> stops = new ArrayList<>();
  final Set<String> servers = new HashSet<>();
  long endNanos;

  private final Map<Long, Transmission> underway = new HashMap<>();
  private final Map<String, Set<String>> apart = new HashMap<>();

  /** A message between servers. */
  static final class Transmission {
    final Packet packet;
    final String type;
    final long sentNanos;
    long endedNanos = -1;
    @Nullable String loss;

    Transmission(Packet packet, String type, long sentNanos) {
      this.packet = packet;
      this.type = type;
      this.sentNanos = sentNanos;
    }
  }

  /** All messages of one type, either from or to clients or between servers. */
  static final class Traffic {
    final String type;
    final boolean client;
    long count;
    long bytes;

    Traffic(String type, boolean client) {
      this.type = type;
      this.client = client;
    }
  }

  /** A fault, from its beginning to its end. */
  static final class Episode {
    final String name;
    final String what;
    final long fromNanos;

    /** The nodes of the smaller side, if the fault has sides. */
    final Set<String> side;

    long toNanos = -1;

    Episode(String name, String what, long fromNanos, Set<String> side) {
      this.name = name;
      this.what = what;
      this.fromNanos = fromNanos;
      this.side = side;
    }
  }

  /** A period in which a node did not run. */
  static final class Stop {
    final String node;
    final String kind;
    final long fromNanos;
    long toNanos = -1;

    Stop(String node, String kind, long fromNanos) {
      this.node = node;
      this.kind = kind;
      this.fromNanos = fromNanos;
    }
  }

  @Override
  public void sent(long timeNanos, Packet packet) {
    seen(timeNanos);
    String type = String.valueOf(packet.message().type());
    boolean client = packet.involvesClient();
    Traffic all =
        traffic.computeIfAbsent((client ? "client " : "") + type, key -> new Traffic(type, client));
    all.count++;
    all.bytes += packet.line().length;
    if (!client && transmissions.size() < MOST) {
      servers.add(packet.src());
      servers.add(packet.dest());
      Transmission transmission = new Transmission(packet, type, timeNanos);
      transmissions.add(transmission);
      underway.put(packet.id(), transmission);
    }
  }

  @Override
  public void delivered(long timeNanos, Packet packet) {
    seen(timeNanos);
    Transmission transmission = underway.remove(packet.id());
    if (transmission != null) {
      transmission.endedNanos = timeNanos;
    }
  }

  @Override
  public void dropped(long timeNanos, Packet packet, String why) {
    seen(timeNanos);
    Transmission transmission = underway.remove(packet.id());
    if (transmission != null) {
      transmission.endedNanos = Math.max(timeNanos, packet.dueNanos());
      transmission.loss = why;
    }
  }

  @Override
  public void invoked(long timeNanos, Operation operation) {
    seen(timeNanos);
    operations.add(operation);
  }

  @Override
  public void completed(long timeNanos, Operation operation) {
    seen(timeNanos);
  }

  @Override
  public void cut(long timeNanos, String fault, Map<String, Set<String>> unheard) {
    // Nodes that miss the same senders are a side. A ring has more than two such, so none counts.
    Map<Set<String>, Set<String>> sides = new HashMap<>();
    unheard.forEach(
        (node, others) -> {
          if (!others.isEmpty()) {
            sides.computeIfAbsent(others, key -> new HashSet<>()).add(node);
          }
        });
    apart.put(
        fault,
        sides.size() > 2
            ? Set.of()
            : sides.values().stream()
                .min((a, b) -> Integer.compare(a.size(), b.size()))
                .orElse(Set.of()));
  }

  @Override
  public void faultStarted(long timeNanos, String fault, String what) {
    seen(timeNanos);
    Set<String> side = apart.remove(fault);
    faults.add(new Episode(fault, what, timeNanos, side == null ? Set.of() : side));
  }

  @Override
  public void faultEnded(long timeNanos, String fault) {
    seen(timeNanos);
    for (Episode episode : faults) {
      if (episode.name.equals(fault) && episode.toNanos < 0) {
        episode.toNanos = timeNanos;
      }
    }
  }

  @Override
  public void changed(long timeNanos, String node, String how) {
    servers.add(node);
    if (!how.equals("paused")) {
      seen(timeNanos);
      for (Stop stop : stops) {
        if (stop.node.equals(node) && stop.toNanos < 0) {
          stop.toNanos = timeNanos;
        }
      }
    }
    if (how.equals("killed") || how.equals("paused")) {
      stops.add(new Stop(node, how, timeNanos));
    }
  }

  private void seen(long timeNanos) {
    endNanos = Math.max(endNanos, timeNanos);
  }
}
