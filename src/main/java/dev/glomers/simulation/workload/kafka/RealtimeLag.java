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
  private final long[][] knownNanos;

  private RealtimeLag(Log[] logs) {
    this.logs = logs;
    this.knownNanos = new long[logs.length][];
    for (int key = 0; key < logs.length; key++) {
      knownNanos[key] = new long[logs[key].size()];
      Arrays.fill(knownNanos[key], Long.MAX_VALUE);
    }
  }

  /** The worst lag of all polls, in nanoseconds. */
  static long worstNanos(History history, Log[] logs) {
    RealtimeLag lag = new RealtimeLag(logs);
    lag.learn(history);
    return lag.measure(history);
  }

  private void learn(History history) {
    for (Operation operation : history.operations()) {
      if (operation.isOk() && operation.request() instanceof Send send) {
        learn(send.key(), operation.result(SendOk.class).offset(), operation.completedAtNanos());
      } else if (operation.isOk() && operation.is(Poll.class)) {
        for (Polled.Entries entries : operation.result(Polled.class).logs()) {
          learn(entries.key(), entries.last(), operation.completedAtNanos());
        }
      }
    }
    for (long[] timesNanos : knownNanos) {
      for (int rank = timesNanos.length - 2; rank >= 0; rank--) {
        timesNanos[rank] = Math.min(timesNanos[rank], timesNanos[rank + 1]);
      }
    }
  }

  private void learn(int key, long offset, long timeNanos) {
    int rank = logs[key].rank(offset);
    if (rank < knownNanos[key].length) {
      knownNanos[key][rank] = Math.min(knownNanos[key][rank], timeNanos);
    }
  }

  private long measure(History history) {
    long worstNanos = 0;
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
          worstNanos = Math.max(worstNanos, operation.invokedAtNanos() - earliestNanos(next));
        }
      }
    }
    return worstNanos;
  }

  /** When the first message that a client has yet to see was known to exist. */
  private long earliestNanos(Map<Integer, Integer> next) {
    long earliestNanos = Long.MAX_VALUE;
    for (Map.Entry<Integer, Integer> position : next.entrySet()) {
      int key = position.getKey();
      int rank = position.getValue();
      if (key < knownNanos.length && rank < knownNanos[key].length) {
        earliestNanos = Math.min(earliestNanos, knownNanos[key][rank]);
      }
    }
    return earliestNanos;
  }
}
