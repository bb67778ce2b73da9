package dev.glomers.challenge.set;

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

/** A set that only grows; see the package. */
@Singleton
@Named("g-set")
public final class GSet implements Challenge {
  private final Gossip gossip;
  private final DistinctValues elements = new DistinctValues();

  @Inject
  public GSet(Gossip gossip) {
    this.gossip = gossip;
  }

  record Add(Json element) {}

  record AddOk() {}

  record Read() {}

  record ReadOk(Json value) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    Replication replication =
        gossip.start(cluster, on, (origin, end, element) -> elements.add(element));
    on.request(Add.class, add -> add(add.element(), replication));
    on.request(Read.class, read -> new ReadOk(elements.array()));
    on.always(always -> always.grows("the number of elements that are read", elements.size()));
  }

  /** An element is read here once it is acknowledged, so that whoever reads it can rely on it. */
  private CompletionStage<AddOk> add(Json element, Replication replication) {
    CompletionStage<Void> safe =
        elements.contains(element) ? replication.safe() : replication.add(element);
    return safe.thenApply(
        done -> {
          elements.add(element);
          return new AddOk();
        });
  }
}
