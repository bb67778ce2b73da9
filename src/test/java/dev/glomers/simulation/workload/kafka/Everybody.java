package dev.glomers.simulation.workload.kafka;

import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.simulation.Collaborators;
import java.util.List;

/** Every node keeps all messages in the order in which it happens to hear of them. */
final class Everybody extends Leader {
  private List<String> peers = List.of();

  Everybody(Collaborators given) {
    super(given);
  }

  record Copy(String key, int msg) {}

  @Override
  void started(Cluster cluster, Handlers on) {
    peers = cluster.peers();
    on.message(Copy.class, (peer, copy) -> super.append(copy.key(), copy.msg()));
  }

  @Override
  String leaderOfSends() {
    return self();
  }

  @Override
  String leaderOfPolls() {
    return self();
  }

  @Override
  long append(String key, int message) {
    peers.forEach(peer -> given.bus().send(peer, new Copy(key, message)));
    return super.append(key, message);
  }
}
