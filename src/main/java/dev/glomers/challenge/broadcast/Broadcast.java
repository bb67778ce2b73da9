package dev.glomers.challenge.broadcast;

import dev.glomers.challenge.DistinctValues;
import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.Replication;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;

/** Every value that any node is sent is to be read on all; see the package for how and why. */
@Singleton
@Named("broadcast")
public final class Broadcast implements Challenge {
  private final Gossip gossip;
  private final DistinctValues values = new DistinctValues();

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
    Replication replication = gossip.start(cluster, on, (origin, end, value) -> values.add(value));
    on.request(Topology.class, topology -> new TopologyOk());
    on.request(BroadcastBody.class, body -> add(body.message(), replication));
    on.request(Read.class, read -> new ReadOk(values.array()));
    on.always(always -> always.grows("the number of values that are read", values.size()));
  }

  /** A value is read here once it is acknowledged, so that whoever reads it can rely on it. */
  private CompletionStage<BroadcastOk> add(Json value, Replication replication) {
    CompletionStage<Void> safe =
        values.contains(value) ? replication.safe() : replication.add(value);
    return safe.thenApply(
        done -> {
          values.add(value);
          return new BroadcastOk();
        });
  }
}
