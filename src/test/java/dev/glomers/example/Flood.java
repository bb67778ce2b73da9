package dev.glomers.example;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.MessageBus;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The README's example: sends each message to every node once. */
@Singleton
@Named("flood")
public class Flood implements Challenge {
  private final Set<Json> messages = new LinkedHashSet<>();
  private final MessageBus bus;

  @Inject
  public Flood(MessageBus bus) {
    this.bus = bus;
  }

  record Topology() {}

  record TopologyOk() {}

  record Broadcast(Json message) {}

  record BroadcastOk() {}

  record Read() {}

  record ReadOk(List<Json> messages) {}

  record Gossip(Json message) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    on.request(Topology.class, topology -> new TopologyOk());
    on.request(Read.class, read -> new ReadOk(List.copyOf(messages)));
    on.request(
        Broadcast.class,
        broadcast -> {
          messages.add(broadcast.message());
          cluster.peers().forEach(peer -> bus.send(peer, new Gossip(broadcast.message())));
          return new BroadcastOk();
        });
    on.message(Gossip.class, (src, gossip) -> messages.add(gossip.message()));
  }
}
