package dev.glomers.challenge.counter;

import dev.glomers.challenge.counter.CounterConfig.Acknowledge;
import dev.glomers.challenge.counter.CounterConfig.Store;
import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.GossipConfig;
import dev.glomers.gossip.Replication;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.Range;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.SeqKv;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The sum of what all nodes were told to add; see the package for why it is exact. */
@Singleton
@Named("counter")
public final class Counter implements Challenge {
  private final Gossip gossip;
  private final GossipConfig replication;
  private final Scheduler scheduler;
  private final Totals totals = new Totals();
  private final OwnTotal own;
  private final boolean stores;

  /** Whether an add is acknowledged before it is stored. */
  private final boolean storesLater;

  @Inject
  public Counter(
      Gossip gossip,
      GossipConfig replication,
      Scheduler scheduler,
      @SeqKv KvClient kv,
      CounterConfig config) {
    this.gossip = gossip;
    this.replication = replication;
    this.scheduler = scheduler;
    own = new OwnTotal(kv, totals);
    stores = config.store() == Store.SEQ_KV;
    storesLater = stores && config.acknowledge() == Acknowledge.RECEIVED;
    if (storesLater) {
      Range.atLeast(Duration.ofMillis(1), replication.interval(), "glomers.gossip.interval");
    }
  }

  record Add(long delta) {}

  record AddOk() {}

  record Read() {}

  record ReadOk(BigInteger value) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    CompletionStage<Void> ready = stores ? recover(cluster, on) : join(cluster, on);
    on.request(Add.class, add -> ready.thenCompose(done -> add(add)).thenApply(ok -> new AddOk()));
    on.request(Read.class, read -> ready.thenApply(done -> read()));
    on.always(always -> always.grows("the versions of all totals", totals.versions()));
  }

  /** Begins a life that the store numbers, and that knows what any before it has shown. */
  private CompletionStage<Void> recover(Cluster cluster, Handlers on) {
    if (storesLater) {
      scheduler.every(replication.interval(), own::store);
    }
    CompletionStage<Long> life = own.claim(cluster.self());
    return gossip
        .start(cluster, on, life.toCompletableFuture(), totals)
        .thenAccept(totals::in)
        .thenCompose(done -> own.recover(cluster.peers()));
  }

  /** Begins a life without a store, in which to wait for what a kill may have lost is no use. */
  private CompletionStage<Void> join(Cluster cluster, Handlers on) {
    Replication log = gossip.start(cluster, on, totals);
    totals.in(log);
    return replication.acknowledge() == GossipConfig.Acknowledge.RECEIVED
        ? CompletableFuture.completedStage(null)
        : log.catchUp();
  }

  private CompletionStage<Void> add(Add add) {
    BigInteger amount = BigInteger.valueOf(add.delta());
    if (!stores) {
      return totals.add(amount);
    }
    own.add(amount);
    return storesLater ? CompletableFuture.completedStage(null) : own.store();
  }

  /** Shows what was acknowledged. */
  private ReadOk read() {
    return new ReadOk(storesLater ? totals.sum().add(own.ahead()) : totals.sum());
  }
}
