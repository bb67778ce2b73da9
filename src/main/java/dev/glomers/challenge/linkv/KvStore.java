package dev.glomers.challenge.linkv;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.consensus.Agreement;
import dev.glomers.consensus.Consensus;
import dev.glomers.consensus.StateMachine;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  @Override
  public void start(Cluster cluster, Handlers on) {
    Store local = new Store();
    Agreement<Json> store = consensus.start(cluster, on, local);
    on.shows(() -> Map.of("keys", local.values.size()));
    on.request(
        Read.class,
        read -> store.submit(new Command("read", List.of(read.key()))).thenApply(ReadOk::new));
    on.request(
        Write.class,
        write ->
            store
                .submit(new Command("write", List.of(write.key(), write.value())))
                .thenApply(done -> new WriteOk()));
    on.request(
        Cas.class,
        cas ->
            store
                .submit(new Command("cas", List.of(cas.key(), cas.from(), cas.to())))
                .thenApply(done -> new CasOk()));
  }

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private record Command(String function, List<Json> arguments) {
    Json argument(int index) {
      return arguments.get(index);
    }
  }

  /** A command comes to the value of its key. */
  private static final class Store implements StateMachine<Json> {
    private final Map<Json, Json> values = new LinkedHashMap<>();

    private record Snapshot(List<List<Json>> values) {}

    @Override
    public Json apply(Json json) {
      Command command = json.as(Command.class);
      Json key = command.argument(0);
      return switch (command.function()) {
        case "read" -> read(key);
        case "write" -> write(key, command.argument(1));
        default -> {
          Json present = read(key);
          if (!present.equals(command.argument(1))) {
            throw new RpcException(
                ErrorCode.PRECONDITION_FAILED,
                "expected " + command.argument(1) + ", not " + present);
          }
          yield write(key, command.argument(2));
        }
      };
    }

    private Json read(Json key) {
      @Nullable Json value = values.get(key);
      if (value == null) {
        throw new RpcException(ErrorCode.KEY_DOES_NOT_EXIST, "no such key: " + key);
      }
      return value;
    }

    private Json write(Json key, Json value) {
      values.put(key, value);
      return value;
    }

    @Override
    public Json snapshot() {
      List<List<Json>> pairs = new ArrayList<>();
      values.forEach((key, value) -> pairs.add(List.of(key, value)));
      return Json.of(new Snapshot(pairs));
    }

    @Override
    public void restore(Json snapshot) {
      values.clear();
      for (List<Json> pair : snapshot.as(Snapshot.class).values()) {
        values.put(pair.get(0), pair.get(1));
      }
    }
  }
}
