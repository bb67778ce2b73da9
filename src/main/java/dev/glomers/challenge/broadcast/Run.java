package dev.glomers.challenge.broadcast;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import java.util.List;

/**
 * A stretch of an origin's log, on the wire {@code [origin, from, [values]]}.
 *
 * @param origin whose log
 * @param from the first value's place in it
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Run(String origin, int from, List<Json> values) {
  int end() {
    return from + values.size();
  }
}
