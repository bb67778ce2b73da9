package dev.glomers.simulation.workload;

import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.simulation.Collaborators;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What a node has to tell its peers: each is told all of it, in order, and again what it does not
 * confirm. A peer that starts again is told everything.
 */
public final class Feed<T> {
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Collaborators given;
  private final List<T> items = new ArrayList<>();
  private final Map<String, Peer> peers = new HashMap<>();

  public Feed(Collaborators given) {
    this.given = given;
  }

  record Heard(int count) {}

  record Started() {}

  /** Items that follow each other, after so many before. */
  public record Part<T>(int before, List<T> items) {}

  /** What a peer has confirmed and been sent, and what it has told. */
  private static final class Peer {
    private int confirmed;
    private int sent;
    private Duration sentAt = Duration.ZERO;
    private int heard;
  }

  /**
   * @param tell sends a peer a part, of which it {@linkplain #heard takes note}
   */
  public void start(Cluster cluster, Handlers on, BiConsumer<String, Part<T>> tell) {
    on.message(Started.class, (peer, started) -> peers.remove(peer));
    on.message(Heard.class, (peer, told) -> peer(peer).confirmed = told.count());
    cluster.peers().forEach(peer -> given.bus().send(peer, new Started()));
    given.scheduler().every(INTERVAL, () -> cluster.peers().forEach(peer -> tell(peer, tell)));
  }

  private void tell(String name, BiConsumer<String, Part<T>> tell) {
    Peer peer = peer(name);
    Duration now = given.scheduler().now();
    boolean waits = peer.confirmed < peer.sent && now.minus(peer.sentAt).compareTo(PATIENCE) < 0;
    if (!waits && peer.confirmed < items.size()) {
      peer.sent = items.size();
      peer.sentAt = now;
      tell.accept(
          name,
          new Part<>(peer.confirmed, List.copyOf(items.subList(peer.confirmed, items.size()))));
    }
  }

  public void add(T item) {
    items.add(item);
  }

  /**
   * Confirms to a peer a part of what it has to tell.
   *
   * @return how many of the items are new, the last ones; none if some before them are missing
   */
  public int heard(String name, int before, int size) {
    Peer peer = peer(name);
    int known = peer.heard;
    if (before <= known) {
      peer.heard = Math.max(known, before + size);
    }
    given.bus().send(name, new Heard(peer.heard));
    return peer.heard - known;
  }

  private Peer peer(String name) {
    return peers.computeIfAbsent(name, each -> new Peer());
  }
}
