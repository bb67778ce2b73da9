package dev.glomers.challenge.kafka;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import java.util.Optional;

/**
 * A line of a node's journal: an append or a commit.
 *
 * @param msg the message that is appended at the offset; empty for a commit of that offset
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Item(String key, long offset, Optional<Json> msg) {
  static Item append(String key, long offset, Json msg) {
    return new Item(key, offset, Optional.of(msg));
  }

  static Item commit(String key, long offset) {
    return new Item(key, offset, Optional.empty());
  }

  boolean isCommit() {
    return msg.isEmpty();
  }

  Entry entry() {
    return new Entry(offset, msg.orElseThrow());
  }
}
