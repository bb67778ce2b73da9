package dev.glomers.consensus;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import java.util.Map;

/**
 * What stands for the beginning of a log (§7).
 *
 * @param index how many entries it stands for
 * @param term of the last of them
 * @param sessions which requests they have
 * @param state of the state machine that ran them
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Snapshot(long index, long term, Map<String, Session> sessions, Json state) {
  static final Snapshot EMPTY = new Snapshot(0, 0, Map.of(), Json.NULL);

  /**
   * Which of a node's requests a log has: all of its latest life there, up to one.
   *
   * @param life of the node, each greater than those before
   * @param number the last request's; they are numbered from 1
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Session(long life, long number) {
    static final Session NONE = new Session(-1, 0);

    /** Whether a request comes next: then it is not here, and none is missing before it. */
    boolean isFollowedBy(long nextLife, long next) {
      return nextLife == life ? next == number + 1 : nextLife > life && next == 1;
    }
  }
}
