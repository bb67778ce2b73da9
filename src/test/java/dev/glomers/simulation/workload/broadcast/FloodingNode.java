package dev.glomers.simulation.workload.broadcast;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.simulation.Collaborators;
import dev.glomers.simulation.workload.ToldSet;
import java.util.List;

/** A broadcast that has nothing wrong. */
public class FloodingNode extends ToldSet {
  public FloodingNode(Collaborators given) {
    super(given);
  }

  record Topology() {}

  record TopologyOk() {}

  record Broadcast(Json message) {}

  record BroadcastOk() {}

  record Read() {}

  record ReadOk(List<Json> messages) {}

  @Override
  public final void start(Cluster cluster, Handlers on) {
    on.request(Topology.class, topology -> new TopologyOk());
    on.request(
        Broadcast.class,
        broadcast -> {
          add(broadcast.message());
          return new BroadcastOk();
        });
    on.request(Read.class, read -> new ReadOk(List.copyOf(seen)));
    super.start(cluster, on);
  }
}
