package dev.glomers.challenge.broadcast;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import java.util.List;

/**
 * A stretch of an origin's log.
 *
 * @param from the first value's place in it
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Run(int from, List<Json> values) {
  /** How long the log is with it. */
  int end() {
    return from + values.size();
  }
}
