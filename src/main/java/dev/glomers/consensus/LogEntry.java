package dev.glomers.consensus;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;

/**
 * A place in the log: a request, or nothing, with which a leader begins its term.
 *
 * @param term in which a leader added it
 * @param session the node and its life to which the request came; empty if it is none
 * @param number which of the session's requests it is, from 1
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record LogEntry(long term, String session, long number, Json command) {
  static LogEntry nothing(long term) {
    return new LogEntry(term, "", 0, Json.NULL);
  }

  boolean isRequest() {
    return !session.isEmpty();
  }
}
