package dev.glomers.challenge.broadcast;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import java.util.List;

/**
 * A stretch of an origin's log.
 *
 * @param origin whose log
 * @param from the first value's place in it
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Run(String origin, int from, List<Json> values) {}
