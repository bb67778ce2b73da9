package dev.glomers.consensus;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import java.util.List;
import java.util.Map;

/**
 * The messages between nodes, and the records in them that are stored too. A message's {@code
 * atNanos} is its sender's clock; the answer returns it, and the sender measures the round trip.
 */
final class Messages {
  private Messages() {}

  /**
   * Figure 2.
   *
   * @param trial whether this is a pre-vote: how would the receiver vote? (thesis, 9.6)
   */
  record RequestVote(long term, long atNanos, boolean trial, long lastIndex, long lastTerm) {}

  /** The answer to a {@link RequestVote}, with the voter's term. */
  record Vote(RequestVote asked, long term, boolean granted) {}

  /**
   * AppendEntries (figure 2) and InstallSnapshot (figure 13) in one.
   *
   * @param snapshot stands before the entries if the receiver may lack more than those
   * @param commit the leader's commit index once the receiver has these entries
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
   * The answer to the last {@link AppendEntries}; may be sent again.
   *
   * @param waitedNanos the time since that message arrived
   * @param matches whether the log matched at that message's {@code prevIndex}
   * @param index if so, the log matches and is durable up to here; if not, the commit index
   */
  record Appended(
      long term, long atNanos, long waitedNanos, boolean matches, long index, Requests requests) {}

  /**
   * The requests of a session that are not in its node's log yet.
   *
   * @param present how many of its requests are in that log: the commands follow them
   */
  record Requests(String session, long present, List<Json> commands) {}

  /**
   * A log entry: a request, or the no-op with which a leader begins its term.
   *
   * @param term the term of the leader that appended it
   * @param session the life of the node that received the request; empty for a no-op
   * @param number numbers the session's requests from 1
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record LogEntry(long term, String session, long number, Json command) {}

  /**
   * Replaces the beginning of a log (§7).
   *
   * @param index the last entry that it replaces; {@code term} is that entry's
   * @param sessions how many requests of each session it covers
   * @param state the state machine's state after them
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Snapshot(long index, long term, Map<String, Long> sessions, Json state) {}
}
