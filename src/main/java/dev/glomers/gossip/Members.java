package dev.glomers.gossip;

import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.RoundTrip;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The other nodes, and this node's role among them. */
final class Members {
  private final Cluster cluster;
  private final GossipConfig config;
  private final Logs logs;

  /** The peers that this node has dealt with: a leaf of a thousand nodes knows a few. */
  private final Map<String, Peer> met = new LinkedHashMap<>();

  private final RoundTrip common = Timing.roundTrip();
  private Role role;

  /** The peer whose turn it is in {@link #invariants}. */
  private int turn;

  Members(Cluster cluster, GossipConfig config, Logs logs, Duration now) {
    this.cluster = cluster;
    this.config = config;
    this.logs = logs;
    role = chosen(now);
  }

  Role role() {
    return role;
  }

  @Nullable Peer peer(String id) {
    Peer peer = met.get(id);
    return peer != null || id.equals(cluster.self()) || !cluster.nodes().contains(id)
        ? peer
        : meet(id);
  }

  private Peer meet(String id) {
    return met.computeIfAbsent(id, any -> new Peer(id, logs, common));
  }

  Collection<Peer> met() {
    return met.values();
  }

  /** The peers that this node brings everything that it has. */
  List<Peer> guarded() {
    return met.values().stream().filter(role::guards).toList();
  }

  /** Whether a guarded peer lacks something. */
  boolean lack(@Nullable Peer besides) {
    for (Peer peer : met.values()) {
      if (peer != besides && role.guards(peer) && peer.knowledge.lacks()) {
        return true;
      }
    }
    return false;
  }

  /** Peers have what they are known to have; checks one at a time, since a thousand are many. */
  void invariants(Invariants always) {
    if (always.inFull()) {
      met.values().stream()
          .skip(turn++ % Math.max(1, met.size()))
          .limit(1)
          .forEach(peer -> peer.claim(always));
    }
    if (role.isHub() && role.relays()) {
      always.reaches("another node than the first is the hub", () -> cluster.index() > 0);
    }
    always.reaches(
        "a node is suspected", () -> met().stream().anyMatch(each -> each.presence.isSuspect()));
    always.reaches("a node does not have all", () -> lack(null));
  }

  void show(Map<String, Object> shown) {
    String hub = role.hub();
    boolean star = config.topology() == GossipConfig.Topology.STAR;
    shown.put("role", !star ? "one of a mesh" : role.isHub() ? "hub" : "leaf of " + hub);
    shown.put(
        "suspects",
        met().stream().filter(each -> each.presence.isSuspect()).map(Peer::id).toList());
  }

  boolean isAlone() {
    return cluster.size() == 1;
  }

  int others() {
    return cluster.size() - 1;
  }

  /** The other nodes in turn, from 0. */
  Peer other(int turn) {
    int index = turn % others();
    return meet(cluster.nodes().get(index < cluster.index() ? index : index + 1));
  }

  /** The nodes before this one in the order of hubs that are not suspected. */
  List<Peer> before() {
    return cluster.nodes().subList(0, cluster.index()).stream()
        .map(this::meet)
        .filter(peer -> !peer.presence.isSuspect())
        .toList();
  }

  /** Chooses the hub again; true if it changed. */
  boolean choose(Duration now) {
    Role next = chosen(now);
    boolean another = !next.hub().equals(role.hub());
    if (another) {
      role = next;
    }
    return another;
  }

  /** The first node that is not suspected is the hub. */
  private Role chosen(Duration now) {
    if (config.topology() == GossipConfig.Topology.STAR) {
      for (String id : cluster.nodes().subList(0, cluster.index())) {
        Peer peer = met.get(id);
        if (peer == null || !peer.presence.isSuspect()) {
          return new Leaf(cluster.self(), meet(id), config);
        }
      }
    }
    cluster.peers().forEach(this::meet);
    return config.topology() == GossipConfig.Topology.STAR
        ? new Hub(cluster.self(), config, now)
        : new Mesh(cluster.self(), config);
  }
}
