package dev.glomers.simulation.workload.kafka;

import dev.glomers.simulation.workload.Aftermath;
import dev.glomers.simulation.workload.Checker;
import dev.glomers.simulation.workload.Findings;
import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Outcome;
import dev.glomers.simulation.workload.Verdict;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Poll;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Send;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.SendOk;
import dev.glomers.simulation.workload.kafka.Polled.Entries;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks logs. The anomalies have Jepsen's names:
 *
 * <ul>
 *   <li>{@code inconsistent-offsets}: two messages at one offset; {@code duplicate}: one message at
 *       two;
 *   <li>{@code nonmonotonic-poll}, {@code poll-skip}: a poll goes back behind, or skips a message
 *       after, the offset that it asks for or the client's last poll ended at; {@code int-...}: the
 *       same within one poll;
 *   <li>{@code nonmonotonic-send}: a client's message has a lower offset than an earlier one;
 *   <li>{@code lost-write}: no poll showed an acknowledged message, but one showed a later message;
 *       {@code unseen}: no poll showed it until the end;
 *   <li>{@code G1a}: a poll shows a message whose send failed; {@code G1c-realtime}: a poll shows a
 *       message and ended before its send began; {@code never-sent}: nobody sent it.
 * </ul>
 *
 * <p>As in Jepsen's history, a poll whose commit failed has shown no message to anybody. Its reply
 * may be wrong in itself, but a client that continues after it has skipped its messages.
 *
 * <p>Jepsen requires only that some client has seen each message. Here each thread's final polls,
 * which start from the beginning, must reach the end ({@code unreached}). Jepsen does not check
 * committed offsets: {@code commit-beyond}, {@code commit-went-back}, {@code lost-commit} (see
 * {@link CommittedOffsets}), and {@code commit-skip}: a consumer that starts after a committed
 * offset misses a message that no poll had shown.
 */
final class KafkaChecker implements Checker {
  private static final Set<String> KINDS_OF_MAELSTROM =
      Set.of(
          "inconsistent-offsets",
          "duplicate",
          "nonmonotonic-poll",
          "poll-skip",
          "int-nonmonotonic-poll",
          "int-poll-skip",
          "nonmonotonic-send",
          "lost-write",
          "unseen",
          "G1a",
          "G1c-realtime",
          "never-sent");

  private final List<Polled> polls;
  private final CommittedOffsets committed;
  private final Findings findings = new Findings(KINDS_OF_MAELSTROM);
  private Log[] logs = {};

  /**
   * @param polls the replies to all polls, including those whose commit failed
   */
  KafkaChecker(List<Polled> polls, CommittedOffsets committed) {
    this.polls = polls;
    this.committed = committed;
  }

  @Override
  public Verdict check(History history, Aftermath aftermath) {
    List<Operation> sends = history.of(Send.class).toList();
    buildLogs(sends);
    Witnesses witnesses = new Witnesses(history, polls);
    checkPlaces(witnesses);
    new PollCheck(polls, logs, witnesses, findings).check(history);
    checkSends(sends);
    checkLosses(witnesses, aftermath.isWhole());
    checkEnds(history, aftermath);
    new CommitCheck(committed, logs, witnesses, findings).check(history, aftermath);
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("worst-lag-ms", RealtimeLag.worstNanos(history, logs) / 1_000_000);
    figures.put("keys", logs.length);
    figures.put("sends", sends.stream().filter(Operation::isOk).count());
    figures.put("largest-offset", Arrays.stream(logs).mapToLong(Log::last).max().orElse(-1));
    return findings.verdict(figures);
  }

  private void buildLogs(List<Operation> sends) {
    int keys = 0;
    for (Operation send : sends) {
      keys = Math.max(keys, key(send) + 1);
    }
    for (Polled poll : polls) {
      for (Entries entries : poll.logs()) {
        keys = Math.max(keys, entries.key() + 1);
      }
    }
    logs = new Log[keys];
    Arrays.setAll(logs, key -> new Log());
    for (Operation send : sends) {
      logs[key(send)].sending(message(send), send);
      if (send.isOk()) {
        logs[key(send)].placed(message(send), offset(send));
      }
    }
    for (Polled poll : polls) {
      for (Entries entries : poll.logs()) {
        take(poll, entries);
      }
    }
    for (Log log : logs) {
      log.close();
    }
  }

  private void take(Polled poll, Entries entries) {
    Log log = logs[entries.key()];
    for (int i = 0; i < entries.size(); i++) {
      int message = entries.message(i);
      Operation send = log.send(message);
      if (send == null) {
        findings.add(
            "never-sent",
            () -> "%s, but nobody has sent message %d".formatted(poll.brief(entries), message));
      } else {
        if (send.outcome() == Outcome.FAIL && log.firstPoll(message) == Log.NEVER) {
          findings.add(
              "G1a",
              () ->
                  "%s, but message %d was refused: %s"
                      .formatted(poll.brief(entries), message, send));
        }
        log.placed(message, entries.offset(i));
        log.polled(message, poll.number());
      }
    }
  }

  private void checkPlaces(Witnesses witnesses) {
    for (int k = 0; k < logs.length; k++) {
      int key = k;
      Log log = logs[key];
      for (Log.Place place : log.conflicts()) {
        Log.Place other = new Log.Place(log.message(log.rank(place.offset())), place.offset());
        findings.add(
            "inconsistent-offsets",
            () ->
                "key %d holds two messages at one offset: %s; %s"
                    .formatted(key, witnesses.of(key, other), witnesses.of(key, place)));
      }
      for (Log.Place place : log.duplicates()) {
        Log.Place other = new Log.Place(place.message(), log.offsetOf(place.message()));
        findings.add(
            "duplicate",
            () ->
                "key %d holds one message at two offsets: %s; %s"
                    .formatted(key, witnesses.of(key, other), witnesses.of(key, place)));
      }
    }
  }

  private void checkSends(List<Operation> sends) {
    Map<Long, Operation> last = new HashMap<>();
    for (Operation send : sends) {
      long offset = place(send);
      if (offset >= 0) {
        Operation before = last.put(((long) send.process() << 32) | key(send), send);
        if (before != null && offset <= place(before)) {
          findings.add(
              "nonmonotonic-send",
              () ->
                  "%s; its offset %d is lower than that of the same client's earlier send: %s"
                      .formatted(send, offset, before));
        }
      }
    }
  }

  /** The offset in the send's reply, or else one that a poll showed; -1 if it is unknown. */
  private long place(Operation send) {
    return send.isOk() ? offset(send) : logs[key(send)].offsetOf(message(send));
  }

  private void checkLosses(Witnesses witnesses, boolean whole) {
    for (int k = 0; k < logs.length; k++) {
      int key = k;
      Log log = logs[key];
      int highest = -1;
      for (int message = 1; message <= log.messages(); message++) {
        if (log.isShown(message)) {
          highest = Math.max(highest, log.rankOf(message));
        }
      }
      for (int message = 1; message <= log.messages(); message++) {
        Operation send = log.send(message);
        if (send != null && send.isOk() && send.isOfMaelstrom() && !log.isShown(message)) {
          if (log.rankOf(message) < highest) {
            Log.Place shown = new Log.Place(log.message(highest), log.offset(highest));
            findings.add(
                "lost-write",
                () ->
                    "%s; no poll showed it, but a poll showed a later message: %s"
                        .formatted(send, witnesses.of(key, shown)));
          } else if (whole) {
            findings.add("unseen", () -> send + "; no poll ever showed it");
          }
        }
      }
    }
  }

  /** A known length of a key's log, and the operation that shows it. */
  private record Known(long end, Operation by) {
    static Known later(Known one, Known other) {
      return one.end >= other.end ? one : other;
    }
  }

  /** Each thread's final polls must show all messages that were known before the final polls. */
  private void checkEnds(History history, Aftermath aftermath) {
    Map<Integer, Known> known = new TreeMap<>();
    Map<Integer, Map<Integer, Long>> reached = new TreeMap<>();
    for (Operation operation : history.operations()) {
      if (operation.isFinal() && operation.isOfMaelstrom()) {
        Map<Integer, Long> ends =
            reached.computeIfAbsent(operation.thread(), thread -> new HashMap<>());
        ends(operation).forEach((key, end) -> ends.merge(key, end, Math::max));
      } else if (!operation.isFinal() && aftermath.atCore(operation)) {
        ends(operation)
            .forEach((key, end) -> known.merge(key, new Known(end, operation), Known::later));
      }
    }
    reached.forEach(
        (thread, ends) ->
            known.forEach(
                (key, last) -> {
                  long end = ends.getOrDefault(key, -1L);
                  if (end < last.end()) {
                    findings.add(
                        "unreached",
                        () ->
                            "the final polls of thread %d showed key %d up to offset %d; but %s"
                                .formatted(thread, key, end, last.by()));
                  }
                }));
  }

  /** The highest offset of each key that an operation shows. */
  private static Map<Integer, Long> ends(Operation operation) {
    Map<Integer, Long> ends = new HashMap<>();
    if (operation.isOk() && operation.is(Send.class)) {
      ends.put(key(operation), offset(operation));
    } else if (operation.isOk() && operation.is(Poll.class)) {
      operation.result(Polled.class).logs().forEach(log -> ends.put(log.key(), log.last()));
    }
    return ends;
  }

  private static int key(Operation send) {
    return send.request(Send.class).key();
  }

  private static int message(Operation send) {
    return send.request(Send.class).msg();
  }

  private static long offset(Operation send) {
    return send.result(SendOk.class).offset();
  }
}
