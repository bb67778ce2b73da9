package dev.glomers.consensus;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import java.util.List;

/** What nodes tell each other; all times are in nanoseconds. */
final class Messages {
  private Messages() {}

  /**
   * Figure 2.
   *
   * @param at the sender's clock
   * @param trial whether to tell only how the receiver would vote (thesis, 9.6)
   * @param lastIndex of the sender's log
   * @param lastTerm of the sender's last entry
   */
  record RequestVote(long term, long at, boolean trial, long lastIndex, long lastTerm) {}

  /**
   * Answers that.
   *
   * @param term the one that is voted in; of a refusal the sender's own
   * @param at as the request told it
   */
  record Vote(long term, long at, boolean trial, boolean granted) {}

  /**
   * Figures 2 and 13 in one, and when to answer.
   *
   * @param at the leader's clock
   * @param snapshot what comes before the entries, if the receiver may lack more than they are
   * @param commit up to where the leader's log is committed once the receiver has it
   * @param within how long the answer may wait for requests to bring along
   * @param trip how long a round trip may take
   */
  record AppendEntries(
      long term,
      long at,
      List<Snapshot> snapshot,
      long prevIndex,
      long prevTerm,
      List<LogEntry> entries,
      long commit,
      long within,
      long trip) {}

  /**
   * Answers that, or the last of them again.
   *
   * @param at the leader's clock, as the last message told it
   * @param waited how long ago that came
   * @param matches whether the log is the leader's up to where that message goes on
   * @param index if so, up to where it is now and is durable; otherwise, up to where it is
   *     committed
   * @param session the sender's
   * @param requests those of the sender's clients that are not in its log yet
   */
  record Appended(
      long term,
      long at,
      long waited,
      boolean matches,
      long index,
      String session,
      List<Request> requests) {}

  /**
   * A command of one of a node's clients.
   *
   * @param number which of the session's requests it is, from 1
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Request(long number, Json command) {}
}
