package dev.glomers.challenge.txn;

import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.Replication;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Runs transactions where they arrive; see the package for why it is right. */
@Singleton
@Named("txn")
public final class Txn implements Challenge, Inspectable {
  private final Gossip gossip;
  private final Scheduler scheduler;
  private final TxnConfig config;
  private final Registers registers = new Registers();

  @Inject
  public Txn(Gossip gossip, Scheduler scheduler, TxnConfig config) {
    this.gossip = gossip;
    this.scheduler = scheduler;
    this.config = config;
    Range.atLeast(Duration.ZERO, config.catchUpTimeout(), "glomers.txn.catch-up-timeout");
  }

  record TxnBody(List<Operation> txn) {}

  record TxnOk(List<Operation> txn) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    Replication replication = gossip.start(cluster, on, registers);
    registers.replicateBy(replication);
    CompletableFuture<Void> ready = new CompletableFuture<>();
    replication.catchUp().thenRun(() -> ready.complete(null));
    scheduler.after(config.catchUpTimeout(), () -> ready.complete(null));
    on.request(TxnBody.class, body -> ready.thenCompose(done -> run(body.txn(), replication)));
    on.always(registers::invariants);
  }

  private CompletionStage<TxnOk> run(List<Operation> txn, Replication replication) {
    Map<Json, Json> writes = new LinkedHashMap<>();
    List<Operation> done = new ArrayList<>(txn.size());
    for (Operation operation : txn) {
      Json key = operation.key();
      if (operation.writes()) {
        writes.put(key, operation.value());
        done.add(operation);
      } else {
        done.add(new Operation(false, key, writes.getOrDefault(key, read(key))));
      }
    }
    // What was read may rest on a commit here that is not safe yet.
    CompletionStage<Void> safe = writes.isEmpty() ? replication.safe() : registers.commit(writes);
    return safe.thenApply(all -> new TxnOk(done));
  }

  /** The value of a key; null, as JSON has it, if there is none. */
  private Json read(Json key) {
    Registers.Version version = registers.versions().get(key);
    return version == null ? Json.NULL : version.value();
  }

  @Override
  public Set<Json> keys() {
    return registers.versions().keySet();
  }

  @Override
  public @Nullable Version version(Json key) {
    Registers.Version version = registers.versions().get(key);
    return version == null ? null : new Version(version.value(), version.commit().timestamp());
  }
}
