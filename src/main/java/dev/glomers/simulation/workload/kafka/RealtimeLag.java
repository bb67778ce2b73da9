package dev.glomers.simulation.workload.kafka;

import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Assign;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Poll;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Send;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.SendOk;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How far polls are behind. The lag at the begin of a poll is the time since its client's last
 * shown message, including this poll's, is known not to be the last in the log. A lower bound, as
 * Jepsen's is.
 */
final class RealtimeLag {
  private final Log[] logs;

  /** For each key and rank, the first time when that offset or a later one was known to exist. */
  private final long[][] known;

  private RealtimeLag(Log[] logs) {
    this.logs = logs;
    this.known = new long[logs.length][];
    for (int key = 0; key < logs.length; key++) {
      known[key] = new long[logs[key].size()];
      Arrays.fill(known[key], Long.MAX_VALUE);
    }
  }

  /** The worst lag of all polls, in nanoseconds. */
  static long worst(History history, Log[] logs) {
    RealtimeLag lag = new RealtimeLag(logs);
    lag.learn(history);
    return lag.measure(history);
  }

  private void learn(History history) {
    for (Operation operation : history.operations()) {
      if (operation.isOk() && operation.request() instanceof Send send) {
        learn(send.key(), operation.result(SendOk.class).offset(), operation.completedAt());
      } else if (operation.isOk() && operation.is(Poll.class)) {
        for (Polled.Entries entries : operation.result(Polled.class).logs()) {
          learn(entries.key(), entries.last(), operation.completedAt());
        }
      }
    }
    for (long[] times : known) {
      for (int rank = times.length - 2; rank >= 0; rank--) {
        times[rank] = Math.min(times[rank], times[rank + 1]);
      }
    }
  }

  private void learn(int key, long offset, long time) {
    int rank = logs[key].rank(offset);
    if (rank < known[key].length) {
      known[key][rank] = Math.min(known[key][rank], time);
    }
  }

  private long measure(History history) {
    long worst = 0;
    Map<Integer, Map<Integer, Integer>> ofProcesses = new HashMap<>();
    for (Operation operation : history.operations()) {
      if (operation.isOk()) {
        Map<Integer, Integer> next =
            ofProcesses.computeIfAbsent(operation.process(), process -> new HashMap<>());
        if (operation.request() instanceof Assign assign) {
          next.keySet().retainAll(assign.keys());
          assign.keys().forEach(key -> next.putIfAbsent(key, 0));
        } else if (operation.is(Poll.class)) {
          for (Polled.Entries entries : operation.result(Polled.class).logs()) {
            next.merge(entries.key(), logs[entries.key()].rank(entries.last() + 1), Math::max);
          }
          worst = Math.max(worst, operation.invokedAt() - earliest(next));
        }
      }
    }
    return worst;
  }

  /** When the first message that a client has yet to see was known to exist. */
  private long earliest(Map<Integer, Integer> next) {
    long earliest = Long.MAX_VALUE;
    for (Map.Entry<Integer, Integer> position : next.entrySet()) {
      int key = position.getKey();
      int rank = position.getValue();
      if (key < known.length && rank < known[key].length) {
        earliest = Math.min(earliest, known[key][rank]);
      }
    }
    return earliest;
  }
}
