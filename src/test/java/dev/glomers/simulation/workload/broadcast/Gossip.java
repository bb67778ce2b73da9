package dev.glomers.simulation.workload.broadcast;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.simulation.Collaborators;
import dev.glomers.simulation.workload.Feed;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Tells every peer what is broadcast here, until it is heard. */
class Gossip implements Challenge {
  final Collaborators given;
  final Set<Json> seen = new LinkedHashSet<>();
  private final Feed<Json> news;

  Gossip(Collaborators given) {
    this.given = given;
    this.news = new Feed<>(given);
  }

  record Topology() {}

  record TopologyOk() {}

  record Broadcast(Json message) {}

  record BroadcastOk() {}

  record Read() {}

  record ReadOk(List<Json> messages) {}

  record News(int before, List<Json> messages) {}

  @Override
  public final void start(Cluster cluster, Handlers on) {
    on.request(Topology.class, topology -> new TopologyOk());
    on.request(
        Broadcast.class,
        broadcast -> {
          learn(broadcast.message());
          news.add(broadcast.message());
          return new BroadcastOk();
        });
    on.request(Read.class, read -> new ReadOk(List.copyOf(seen)));
    on.message(
        News.class,
        (peer, all) -> {
          all.messages().forEach(this::learn);
          news.heard(peer, all.before(), all.messages().size());
        });
    news.start(cluster, on, this::tell);
  }

  void learn(Json message) {
    seen.add(message);
  }

  void tell(String peer, Feed.Part<Json> part) {
    given.bus().send(peer, new News(part.before(), part.items()));
  }
}
