package dev.glomers.challenge.txn;

import dev.glomers.challenge.Range;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.Inspectable;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs transactions where they arrive and tells the peers; see the package for why it is right. */
@Singleton
@Named("txn")
public final class Txn implements Challenge, Inspectable {
  private static final long INCARNATIONS = 1L << 53;

  private final MessageBus bus;
  private final Scheduler scheduler;
  private final TxnConfig config;
  private final Map<String, Peer> peers = new LinkedHashMap<>();
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private final Replica replica = new Replica();

  @Inject
  public Txn(MessageBus bus, Scheduler scheduler, TxnConfig config) {
    this.bus = bus;
    this.scheduler = scheduler;
    this.config = config;
    Range.atLeast(Duration.ZERO, config.flushInterval(), "glomers.txn.flush-interval");
    Range.atLeast(Duration.ofNanos(1), config.retryInterval(), "glomers.txn.retry-interval");
    Range.atLeast(Duration.ZERO, config.catchUpTimeout(), "glomers.txn.catch-up-timeout");
  }

  record TxnBody(List<Operation> txn) {}

  record TxnOk(List<Operation> txn) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    Writer self = new Writer(cluster.index(), scheduler.random().nextLong(INCARNATIONS));
    for (String id : cluster.peers()) {
      peers.put(id, new Peer(id, self, replica, bus, scheduler, config));
    }
    on.always(replica::invariants);
    on.request(TxnBody.class, request -> caughtUp.thenApply(done -> run(request, self)));
    on.message(Hello.class, (src, hello) -> peer(src).greeted(hello));
    on.message(Batch.class, (src, batch) -> apply(batch, peer(src)));

    peers.values().forEach(Peer::introduce);
    scheduler.after(config.catchUpTimeout(), () -> caughtUp.complete(null));
    openOnceCaughtUp();
  }

  private TxnOk run(TxnBody request, Writer self) {
    Map<Json, Json> writes = new LinkedHashMap<>();
    List<Operation> done = new ArrayList<>();
    for (Operation operation : request.txn()) {
      done.add(
          switch (operation.kind()) {
            case READ -> {
              Json own = writes.get(operation.key());
              yield operation.returning(own != null ? own : replica.read(operation.key()));
            }
            case WRITE -> {
              writes.put(operation.key(), operation.value());
              yield operation;
            }
          });
    }
    if (!writes.isEmpty()) {
      replica.commit(writes, self);
      tell(writes.keySet());
    }
    return new TxnOk(done);
  }

  private void apply(Batch batch, Peer sender) {
    if (sender.told(batch)) {
      tell(replica.join(batch));
      openOnceCaughtUp();
    }
  }

  private void tell(Collection<Json> changed) {
    peers.values().forEach(peer -> peer.changed(changed));
  }

  private void openOnceCaughtUp() {
    if (peers.values().stream().allMatch(Peer::introduced)) {
      caughtUp.complete(null);
    }
  }

  private Peer peer(String id) {
    Peer peer = peers.get(id);
    if (peer == null) {
      throw new RpcException(ErrorCode.MALFORMED_REQUEST, "no such node: " + id);
    }
    return peer;
  }

  @Override
  public Set<Json> keys() {
    return replica.keys();
  }

  @Override
  public @Nullable Version version(Json key) {
    Replica.Version version = replica.version(key);
    if (version == null) {
      return null;
    }
    Timestamp timestamp = version.timestamp();
    Writer writer = timestamp.writer();
    return new Version(
        version.value(), List.of(timestamp.counter(), (long) writer.node(), writer.incarnation()));
  }
}
