package dev.glomers.challenge.txn;

import dev.glomers.challenge.MicroOperation;
import dev.glomers.gossip.Gossip;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.Inspectable;
import dev.glomers.runtime.Range;
import dev.glomers.runtime.Scheduler;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs transactions where they arrive; see the package for why it is right. */
@Singleton
@Named("txn")
public final class Txn implements Challenge, Inspectable {
  private final Gossip gossip;
  private final Scheduler scheduler;
  private final TxnConfig config;
  private @Nullable Registers registers;

  @Inject
  public Txn(Gossip gossip, Scheduler scheduler, TxnConfig config) {
    this.gossip = gossip;
    this.scheduler = scheduler;
    this.config = config;
    Range.atLeast(Duration.ZERO, config.catchUpTimeout(), "glomers.txn.catch-up-timeout");
  }

  record TxnBody(List<MicroOperation> txn) {
    TxnBody {
      MicroOperation.require(txn, "w");
    }
  }

  record TxnOk(List<MicroOperation> txn) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    CompletableFuture<Registers> ready = new CompletableFuture<>();
    gossip
        .start(cluster, on, Registers::new)
        .thenAccept(
            begun -> {
              registers = begun;
              if (gossip.isDurable()) {
                ready.complete(begun);
              } else {
                begun.catchUp().thenRun(() -> ready.complete(begun));
                scheduler.after(config.catchUpTimeout(), () -> ready.complete(begun));
              }
            });
    on.request(
        TxnBody.class,
        body -> ready.thenCompose(begun -> begun.run(body.txn())).thenApply(TxnOk::new));
  }

  @Override
  public Set<Json> keys() {
    return registers == null ? Set.of() : registers.versions().keySet();
  }

  @Override
  public @Nullable Version version(Json key) {
    Registers.Version version = registers == null ? null : registers.versions().get(key);
    return version == null ? null : new Version(version.value(), version.commit().timestamp());
  }
}
