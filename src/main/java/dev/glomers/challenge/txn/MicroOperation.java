package dev.glomers.challenge.txn;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.glomers.protocol.Json;
import java.util.List;

/**
 * One step of a transaction: {@code ["r", key, value]}, where the value is what was read and null
 * in a request, or {@code ["w", key, value]}.
 */
record MicroOperation(boolean writes, Json key, Json value) {
  private static final Json READ = Json.of("r");
  private static final Json WRITE = Json.of("w");

  @JsonCreator
  static MicroOperation of(List<Json> parts) {
    if (parts.size() != 3 || !(parts.get(0).equals(READ) || parts.get(0).equals(WRITE))) {
      throw new IllegalArgumentException("neither a read nor a write: " + parts);
    }
    return new MicroOperation(parts.get(0).equals(WRITE), parts.get(1), parts.get(2));
  }

  @JsonValue
  List<Json> toJson() {
    return List.of(writes ? WRITE : READ, key, value);
  }
}
