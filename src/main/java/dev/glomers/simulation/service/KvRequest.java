package dev.glomers.simulation.service;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.Message;
import dev.glomers.protocol.RpcException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to a key-value store: an operation on the value of one key.
 *
 * @param from the value that a {@code cas} expects; null for other operations
 * @param to the new value; null for a read
 * @param create whether a {@code cas} creates a missing key
 */
record KvRequest(Json key, @Nullable Json from, @Nullable Json to, boolean create) {
  private record Read(Json key) {}

  private record Write(Json key, Json value) {}

  private record Cas(Json key, Json from, Json to, Optional<Json> createIfNotExists) {}

  static KvRequest of(Message message) {
    String type = String.valueOf(message.type());
    return switch (type) {
      case "read" -> new KvRequest(message.body(Read.class).key(), null, null, false);
      case "write" -> {
        Write write = message.body(Write.class);
        yield new KvRequest(write.key(), null, write.value(), false);
      }
      case "cas" -> {
        Cas cas = message.body(Cas.class);
        boolean creates = cas.createIfNotExists().equals(Optional.of(Json.of(true)));
        yield new KvRequest(cas.key(), cas.from(), cas.to(), creates);
      }
      default -> throw new RpcException(ErrorCode.NOT_SUPPORTED, "no such type: " + type);
    };
  }

  KvRequest withoutCreation() {
    return new KvRequest(key, from, to, false);
  }

  /**
   * The value after the operation.
   *
   * @param present the value before it; null if there is none
   * @throws RpcException if the operation fails on this value
   */
  Json apply(@Nullable Json present) {
    if (to == null) {
      return existing(present);
    }
    if (from != null && !(present == null && create) && !from.equals(existing(present))) {
      throw new RpcException(
          ErrorCode.PRECONDITION_FAILED, "current value " + present + " is not " + from);
    }
    return to;
  }

  private static Json existing(@Nullable Json value) {
    if (value == null) {
      throw new RpcException(ErrorCode.KEY_DOES_NOT_EXIST, "key does not exist");
    }
    return value;
  }

  private record ReadOk(Json value) {}

  private record WriteOk() {}

  private record CasOk() {}

  /** The reply of a successful operation, given the value after it. */
  Record reply(Json value) {
    if (to == null) {
      return new ReadOk(value);
    }
    return from == null ? new WriteOk() : new CasOk();
  }
}
