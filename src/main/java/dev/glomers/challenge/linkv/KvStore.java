package dev.glomers.challenge.linkv;

import dev.glomers.consensus.Agreement;
import dev.glomers.consensus.Consensus;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** Reads, writes, and compares and sets: what Maelstrom's own {@code lin-kv} does. */
@Singleton
@Named("lin-kv")
public final class KvStore implements Challenge {
  private final Consensus consensus;

  @Inject
  public KvStore(Consensus consensus) {
    this.consensus = consensus;
  }

  record Read(Json key) {}

  record ReadOk(Json value) {}

  record Write(Json key, Json value) {}

  record WriteOk() {}

  record Cas(Json key, Json from, Json to) {}

  record CasOk() {}

  /** Any of the three requests, told apart by its fields. */
  private record Command(Json key, Optional<Json> value, Optional<Json> from, Optional<Json> to) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    Agreement<Json> store = consensus.start(cluster, on, KvStore::apply);
    on.request(Read.class, read -> store.submit(read).thenApply(ReadOk::new));
    on.request(Write.class, write -> store.submit(write).thenApply(written -> new WriteOk()));
    on.request(Cas.class, cas -> store.submit(cas).thenApply(set -> new CasOk()));
  }

  /** Carries out a request; returns the value that the key has afterwards. */
  private static Json apply(Map<Json, Json> values, Json request) {
    Command command = request.as(Command.class);
    Json key = command.key();
    if (!values.containsKey(key) && command.value().isEmpty()) {
      throw new RpcException(ErrorCode.KEY_DOES_NOT_EXIST, "no such key: " + key);
    }
    Json present = values.getOrDefault(key, Json.NULL);
    Json from = command.from().orElse(present);
    if (!from.equals(present)) {
      throw new RpcException(
          ErrorCode.PRECONDITION_FAILED, "expected " + from + ", not " + present);
    }
    Json next = command.value().or(command::to).orElse(present);
    values.put(key, next);
    return next;
  }
}
