package dev.glomers.challenge.set;

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

/** A set that only grows; see the package. */
@Singleton
@Named("g-set")
public final class GSet implements Challenge {
  private final Gossip gossip;

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
    CompletionStage<ReplicatedSet> elements = gossip.start(cluster, on, ReplicatedSet::new);
    on.request(
        Add.class,
        add -> elements.thenCompose(set -> set.add(add.element())).thenApply(done -> new AddOk()));
    on.request(Read.class, read -> elements.thenApply(set -> new ReadOk(set.array())));
  }
}
