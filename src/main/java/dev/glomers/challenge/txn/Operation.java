package dev.glomers.challenge.txn;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.glomers.protocol.Json;
import java.util.List;

/**
 * One step of a transaction: {@code ["r", key, value]}, where the value is what was read and null
 * in a request, or {@code ["w", key, value]}. Keys are the same if their JSON texts are.
 */
record Operation(Kind kind, Json key, Json value) {
  enum Kind {
    READ("r"),
    WRITE("w");

    private final Json name;

    Kind(String name) {
      this.name = Json.of(name);
    }
  }

  @JsonCreator
  static Operation of(List<Json> parts) {
    if (parts.size() != 3) {
      throw new IllegalArgumentException("an operation has 3 parts, not " + parts.size());
    }
    for (Kind kind : Kind.values()) {
      if (kind.name.equals(parts.get(0))) {
        return new Operation(kind, parts.get(1), parts.get(2));
      }
    }
    throw new IllegalArgumentException("no operation is called " + parts.get(0));
  }

  @JsonValue
  List<Json> toJson() {
    return List.of(kind.name, key, value);
  }

  /** This read, with what it read. */
  Operation returning(Json read) {
    return new Operation(kind, key, read);
  }
}
