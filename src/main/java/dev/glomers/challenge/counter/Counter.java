package dev.glomers.challenge.counter;

import dev.glomers.gossip.Gossip;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.util.concurrent.CompletionStage;

/** The sum of what all nodes were told to add; see the package for why it is exact. */
@Singleton
@Named("counter")
public final class Counter implements Challenge {
  private final Gossip gossip;

  @Inject
  public Counter(Gossip gossip) {
    this.gossip = gossip;
  }

  record Add(long delta) {}

  record AddOk() {}

  record Read() {}

  record ReadOk(BigInteger value) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    CompletionStage<Totals> ready =
        gossip.start(cluster, on, Totals::new).thenCompose(Totals::informed);
    on.request(
        Add.class,
        add ->
            ready
                .thenCompose(totals -> totals.add(BigInteger.valueOf(add.delta())))
                .thenApply(done -> new AddOk()));
    on.request(Read.class, read -> ready.thenApply(totals -> new ReadOk(totals.sum())));
  }
}
