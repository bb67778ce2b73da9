package dev.glomers.challenge.kafka;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import java.util.List;

/** What a node does to the log: a line of its journal. */
sealed interface Item {
  String key();

  long offset();

  /** {@code [key, offset, msg]} or {@code [key, offset]}. */
  @JsonValue
  List<Object> fields();

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Item of(List<Json> fields) {
    return switch (fields.size()) {
      case 2 -> new Commit(fields.get(0).as(String.class), fields.get(1).as(long.class));
      case 3 ->
          new Append(
              fields.get(0).as(String.class),
              new Entry(fields.get(1).as(long.class), fields.get(2)));
      default -> throw new RpcException(ErrorCode.MALFORMED_REQUEST, "item: " + fields);
    };
  }

  /** An entry was added to a key's log. */
  record Append(String key, Entry entry) implements Item {
    @Override
    public long offset() {
      return entry.offset();
    }

    @Override
    public List<Object> fields() {
      return List.of(key, offset(), entry.msg());
    }
  }

  /** A key's log is processed up to and including an offset. */
  record Commit(String key, long offset) implements Item {
    @Override
    public List<Object> fields() {
      return List.of(key, offset);
    }
  }
}
