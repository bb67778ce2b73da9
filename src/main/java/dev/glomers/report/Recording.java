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
  long end;

  private final Map<Long, Transmission> underway = new HashMap<>();
  private final Map<String, Set<String>> apart = new HashMap<>();

  /** A message between servers. */
  static final class Transmission {
    final Packet packet;
    final String type;
    final long sent;
    long ended = -1;
    @Nullable String loss;

    Transmission(Packet packet, String type, long sent) {
      this.packet = packet;
      this.type = type;
      this.sent = sent;
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
    final long from;

    /** The nodes of the smaller side, if the fault has sides. */
    final Set<String> side;

    long to = -1;

    Episode(String name, String what, long from, Set<String> side) {
      this.name = name;
      this.what = what;
      this.from = from;
      this.side = side;
    }
  }

  /** A period in which a node did not run. */
  static final class Stop {
    final String node;
    final String kind;
    final long from;
    long to = -1;

    Stop(String node, String kind, long from) {
      this.node = node;
      this.kind = kind;
      this.from = from;
    }
  }

  @Override
  public void sent(long time, Packet packet) {
    seen(time);
    String type = String.valueOf(packet.message().type());
    boolean client = packet.involvesClient();
    Traffic all =
        traffic.computeIfAbsent((client ? "client " : "") + type, key -> new Traffic(type, client));
    all.count++;
    all.bytes += packet.line().length;
    if (!client && transmissions.size() < MOST) {
      servers.add(packet.src());
      servers.add(packet.dest());
      Transmission transmission = new Transmission(packet, type, time);
      transmissions.add(transmission);
      underway.put(packet.id(), transmission);
    }
  }

  @Override
  public void delivered(long time, Packet packet) {
    seen(time);
    Transmission transmission = underway.remove(packet.id());
    if (transmission != null) {
      transmission.ended = time;
    }
  }

  @Override
  public void dropped(long time, Packet packet, String why) {
    seen(time);
    Transmission transmission = underway.remove(packet.id());
    if (transmission != null) {
      transmission.ended = Math.max(time, packet.due());
      transmission.loss = why;
    }
  }

  @Override
  public void invoked(long time, Operation operation) {
    seen(time);
    operations.add(operation);
  }

  @Override
  public void completed(long time, Operation operation) {
    seen(time);
  }

  @Override
  public void cut(long time, String fault, Map<String, Set<String>> unheard) {
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
  public void faultStarted(long time, String fault, String what) {
    seen(time);
    Set<String> side = apart.remove(fault);
    faults.add(new Episode(fault, what, time, side == null ? Set.of() : side));
  }

  @Override
  public void faultEnded(long time, String fault) {
    seen(time);
    for (Episode episode : faults) {
      if (episode.name.equals(fault) && episode.to < 0) {
        episode.to = time;
      }
    }
  }

  @Override
  public void started(long time, String node) {
    servers.add(node);
    goesOn(time, node);
  }

  @Override
  public void killed(long time, String node) {
    goesOn(time, node);
    stops.add(new Stop(node, "killed", time));
  }

  @Override
  public void paused(long time, String node) {
    stops.add(new Stop(node, "paused", time));
  }

  @Override
  public void resumed(long time, String node) {
    goesOn(time, node);
  }

  private void goesOn(long time, String node) {
    seen(time);
    for (Stop stop : stops) {
      if (stop.node.equals(node) && stop.to < 0) {
        stop.to = time;
      }
    }
  }

  private void seen(long time) {
    end = Math.max(end, time);
  }
}
