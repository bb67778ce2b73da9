package dev.glomers.challenge.kafka;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import java.util.Optional;

/**
 * What a node does to the log: a line of its journal.
 *
 * @param msg what is added to a key's log at the offset; empty if the log is processed up to and
 *     including that
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
