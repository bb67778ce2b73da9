package dev.glomers.consensus;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import java.util.List;
import java.util.Map;

/**
 * What nodes tell each other, and keep. Of each message and its answer {@code atNanos} is the clock
 * of whoever is answered: it tells how long a round trip takes.
 */
final class Messages {
  private Messages() {}

  /**
   * Figure 2.
   *
   * @param trial whether to tell only how the receiver would vote (thesis, 9.6)
   */
  record RequestVote(long term, long atNanos, boolean trial, long lastIndex, long lastTerm) {}

  /** Answers that, and tells the sender's term. */
  record Vote(RequestVote asked, long term, boolean granted) {}

  /**
   * Figures 2 and 13 in one.
   *
   * @param snapshot what comes before the entries, if the receiver may lack more than they are
   * @param commit up to where the leader's log is committed once the receiver has it
   * @param tripNanos how long a round trip may take
   */
  record AppendEntries(
      long term,
      long atNanos,
      List<Snapshot> snapshot,
      long prevIndex,
      long prevTerm,
      List<LogEntry> entries,
      long commit,
      long tripNanos) {}

  /**
   * Answers the last of these, perhaps again.
   *
   * @param waitedNanos how long ago that came
   * @param matches whether the log is the leader's up to where that message goes on
   * @param index if so, up to where it is now and is durable; else, up to where it is committed
   */
  record Appended(
      long term, long atNanos, long waitedNanos, boolean matches, long index, Requests requests) {}

  /**
   * The requests of a session that are not in its node's log yet.
   *
   * @param present how many are: these come next
   */
  record Requests(String session, long present, List<Json> commands) {}

  /**
   * A request, or nothing, with which a leader begins its term.
   *
   * @param term in which a leader added it
   * @param session the node and its life to which the request came; empty if it is none
   * @param number which of the session's requests it is, from 1
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record LogEntry(long term, String session, long number, Json command) {}

  /**
   * What stands for the beginning of a log (§7).
   *
   * @param index of the last entry that it stands for, and its term
   * @param sessions how many requests of each session it has
   * @param state what came of them
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Snapshot(long index, long term, Map<String, Long> sessions, Json state) {}
}
