package dev.glomers.simulation.workload.counter;

import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.simulation.Collaborators;
import dev.glomers.simulation.workload.Feed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A state-based counter: every node tells every other its own sum until it is heard. */
class Shares implements Challenge {
  private final Collaborators given;
  private final Map<String, Share> shares = new LinkedHashMap<>();
  private final Feed<Long> adds;
  private String self = "";

  Shares(Collaborators given) {
    this.given = given;
    this.adds = new Feed<>(given);
  }

  record Add(long delta) {}

  record AddOk() {}

  record Read() {}

  record ReadOk(long value) {}

  /** How many adds there were at one node, and their sum. */
  record Share(int adds, long sum) {
    Share plus(long delta) {
      return new Share(adds + 1, sum + delta);
    }
  }

  @Override
  public final void start(Cluster cluster, Handlers on) {
    self = cluster.self();
    cluster.nodes().forEach(node -> shares.put(node, new Share(0, 0)));
    on.request(Add.class, this::add);
    on.request(Read.class, read -> read());
    on.message(
        Share.class,
        (peer, share) -> {
          merge(peer, share);
          adds.heard(peer, 0, share.adds());
        });
    adds.start(cluster, on, (peer, part) -> given.bus().send(peer, share(self)));
  }

  AddOk add(Add add) {
    shares.put(self, share(self).plus(add.delta()));
    adds.add(add.delta());
    return new AddOk();
  }

  ReadOk read() {
    return new ReadOk(shares.values().stream().mapToLong(Share::sum).sum());
  }

  void merge(String peer, Share share) {
    if (share.adds() > share(peer).adds()) {
      shares.put(peer, share);
    }
  }

  private Share share(String node) {
    return Objects.requireNonNull(shares.get(node));
  }
}
