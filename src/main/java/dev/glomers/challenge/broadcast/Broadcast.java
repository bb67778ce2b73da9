package dev.glomers.challenge.broadcast;

import dev.glomers.challenge.ReplicatedSet;
import dev.glomers.gossip.Gossip;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;

/** Brings every value that any node is sent to all nodes; see the package for how and why. */
@Singleton
@Named("broadcast")
public final class Broadcast implements Challenge {
  private final Gossip gossip;

  @Inject
  public Broadcast(Gossip gossip) {
    this.gossip = gossip;
  }

  record Topology(Json topology) {}

  record TopologyOk() {}

  record BroadcastBody(Json message) {}

  record BroadcastOk() {}

  record Read() {}

  record ReadOk(Json messages) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    CompletionStage<ReplicatedSet> values = gossip.start(cluster, on, ReplicatedSet::new);
    on.request(Topology.class, topology -> new TopologyOk());
    on.request(
        BroadcastBody.class,
        body ->
            values
                .thenCompose(set -> set.add(body.message()))
                .thenApply(done -> new BroadcastOk()));
    on.request(Read.class, read -> values.thenApply(set -> new ReadOk(set.array())));
  }
}
