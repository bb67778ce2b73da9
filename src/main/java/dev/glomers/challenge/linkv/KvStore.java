package dev.glomers.challenge.linkv;

import com.fasterxml.jackson.annotation.JsonFormat;
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

  /** One of these, by its name; what it does not need is null. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private record Command(String name, Json key, Json from, Json to) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    Agreement<Json> store = consensus.start(cluster, on, KvStore::apply);
    on.request(
        Read.class,
        read ->
            store
                .submit(new Command("read", read.key(), Json.NULL, Json.NULL))
                .thenApply(ReadOk::new));
    on.request(
        Write.class,
        write ->
            store
                .submit(new Command("write", write.key(), Json.NULL, write.value()))
                .thenApply(written -> new WriteOk()));
    on.request(
        Cas.class,
        cas ->
            store
                .submit(new Command("cas", cas.key(), cas.from(), cas.to()))
                .thenApply(written -> new CasOk()));
  }

  /** Comes to the value that the key has then. */
  private static Json apply(Map<Json, Json> values, Json json) {
    Command command = json.as(Command.class);
    Json key = command.key();
    Json present = values.getOrDefault(key, Json.NULL);
    if (!command.name().equals("write") && !values.containsKey(key)) {
      throw new RpcException(ErrorCode.KEY_DOES_NOT_EXIST, "no such key: " + key);
    }
    if (command.name().equals("read")) {
      return present;
    }
    if (command.name().equals("cas") && !command.from().equals(present)) {
      throw new RpcException(
          ErrorCode.PRECONDITION_FAILED, "expected " + command.from() + ", not " + present);
    }
    values.put(key, command.to());
    return command.to();
  }
}
