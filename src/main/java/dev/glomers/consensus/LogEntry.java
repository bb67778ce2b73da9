package dev.glomers.consensus;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;

/**
 * A place in the log: a request of a node, or nothing, with which a leader begins its term.
 *
 * @param term in which a leader added it
 * @param node which node's request it is; empty if it is none
 * @param life in which of the node's lives it came there
 * @param number which of that life's requests it is, from 1
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record LogEntry(long term, String node, long life, long number, Json command) {
  static LogEntry nothing(long term) {
    return new LogEntry(term, "", 0, 0, Json.NULL);
  }

  boolean isRequest() {
    return !node.isEmpty();
  }
}
