package dev.glomers.simulation.workload.txn;

import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.simulation.Collaborators;

/** Uses no timestamp that an earlier life of its has used: for each millisecond there are many. */
class Reborn extends Replica {
  Reborn(Collaborators given) {
    super(given);
  }

  @Override
  void started(Cluster cluster, Handlers on) {
    clock = 1000 * given.scheduler().now().toMillis();
  }
}
