package dev.glomers.consensus;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import java.util.Map;

/**
 * What stands for the beginning of a log (§7).
 *
 * @param index how many entries it stands for
 * @param term of the last of them
 * @param sessions how many requests of each session they have
 * @param state what came of them
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Snapshot(long index, long term, Map<String, Long> sessions, Json state) {
  static final Snapshot EMPTY = new Snapshot(0, 0, Map.of(), Json.NULL);
}
