package dev.glomers.simulation.workload.set;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.simulation.Collaborators;
import dev.glomers.simulation.workload.ToldSet;
import java.util.List;

/** A set that has nothing wrong. */
class Elements extends ToldSet {
  Elements(Collaborators given) {
    super(given);
  }

  record Add(Json element) {}

  record AddOk() {}

  record Read() {}

  record ReadOk(List<Json> value) {}

  @Override
  public final void start(Cluster cluster, Handlers on) {
    on.request(
        Add.class,
        add -> {
          add(add.element());
          return new AddOk();
        });
    on.request(Read.class, read -> new ReadOk(List.copyOf(seen)));
    super.start(cluster, on);
  }
}
