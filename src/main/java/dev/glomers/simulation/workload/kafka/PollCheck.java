package dev.glomers.simulation.workload.kafka;

import dev.glomers.simulation.workload.Findings;
import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Assign;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Poll;
import dev.glomers.simulation.workload.kafka.Polled.Entries;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks polls: each continues where its client's last one ended, and skips nothing. */
final class PollCheck {
  private final List<Polled> polls;
  private final Log[] logs;
  private final Witnesses witnesses;
  private final Findings findings;

  PollCheck(List<Polled> polls, Log[] logs, Witnesses witnesses, Findings findings) {
    this.polls = polls;
    this.logs = logs;
    this.witnesses = witnesses;
    this.findings = findings;
  }

  void check(History history) {
    Set<Polled> succeeded = Collections.newSetFromMap(new IdentityHashMap<>());
    Map<Integer, Map<Integer, Long>> positions = new HashMap<>();
    for (Operation operation : history.operations()) {
      if (operation.isOk() && (operation.is(Poll.class) || operation.is(Assign.class))) {
        Map<Integer, Long> next =
            positions.computeIfAbsent(operation.process(), process -> new HashMap<>());
        if (operation.request() instanceof Assign assign) {
          next.keySet().retainAll(assign.keys());
        } else {
          Polled poll = operation.result(Polled.class);
          succeeded.add(poll);
          checkShown(poll, operation);
          for (Entries entries : poll.logs()) {
            Long position = next.put(entries.key(), entries.last() + 1);
            checkOrder(poll, entries, position == null ? entries.from() : position);
          }
        }
      }
    }
    for (Polled poll : polls) {
      if (!succeeded.contains(poll)) {
        poll.logs().forEach(entries -> checkOrder(poll, entries, entries.from()));
      }
    }
  }

  private void checkShown(Polled poll, Operation operation) {
    for (Entries entries : poll.logs()) {
      Log log = logs[entries.key()];
      for (int i = 0; i < entries.size(); i++) {
        Operation send = log.send(entries.message(i));
        if (send != null) {
          log.shown(entries.message(i));
          if (operation.completion() < send.invocation()) {
            findings.add("G1c-realtime", () -> "%s; sent later: %s".formatted(operation, send));
          }
        }
      }
    }
  }

  /**
   * @param position the offset after the same client's last successful poll
   */
  private void checkOrder(Polled poll, Entries entries, long position) {
    Log log = logs[entries.key()];
    long before = entries.from() - 1;
    int expected = log.rank(Math.min(position, entries.from()));
    for (int i = 0; i < entries.size(); i++) {
      String prefix = i == 0 ? "" : "int-";
      long offset = entries.offset(i);
      if (offset <= before) {
        String order = "offset %d comes after %d".formatted(offset, before);
        findings.add(prefix + "nonmonotonic-poll", () -> poll.brief(entries) + ", but " + order);
        expected = log.rank(offset);
      } else if (expected < log.size() && log.offset(expected) < offset) {
        Log.Place skipped = new Log.Place(log.message(expected), log.offset(expected));
        findings.add(
            prefix + "poll-skip",
            () ->
                "%s; before offset %d it skips a message: %s"
                    .formatted(poll.brief(entries), offset, witnesses.of(entries.key(), skipped)));
        expected = log.rank(offset);
      }
      if (expected < log.size() && log.offset(expected) == offset) {
        expected++;
      }
      before = offset;
    }
  }
}
