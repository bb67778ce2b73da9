package dev.glomers.simulation.workload.kafka;

import dev.glomers.simulation.workload.Aftermath;
import dev.glomers.simulation.workload.Findings;
import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.kafka.CommittedOffsets.Answer;
import dev.glomers.simulation.workload.kafka.CommittedOffsets.Suspicion;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.ListCommitted;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the committed offsets that nodes report, which Jepsen does not check. */
final class CommitCheck {
  private final CommittedOffsets committed;
  private final Log[] logs;
  private final Witnesses witnesses;
  private final Findings findings;

  CommitCheck(CommittedOffsets committed, Log[] logs, Witnesses witnesses, Findings findings) {
    this.committed = committed;
    this.logs = logs;
    this.witnesses = witnesses;
    this.findings = findings;
  }

  void check(History history, Aftermath aftermath) {
    for (Suspicion suspicion : committed.suspicions()) {
      findings.add(
          suspicion.kind(), () -> witnesses.of(suspicion.answer()) + "; " + suspicion.words());
    }
    checkSettled(history, aftermath);
    checkConsumers();
  }

  /** After the faults have ended, each node must know all commits that any node acknowledged. */
  private void checkSettled(History history, Aftermath aftermath) {
    Map<Integer, Long> settled = committed.settled(aftermath.core());
    history
        .of(ListCommitted.class)
        .filter(Operation::isOk)
        .forEach(
            list ->
                settled.forEach(
                    (key, least) -> {
                      Long told = list.result(Answer.class).offsets().get(key);
                      if (told == null || told < least) {
                        findings.add(
                            "lost-commit",
                            () ->
                                "%s; key %d was at %s, but a commit of %d was acknowledged"
                                    .formatted(list, key, told, least));
                      }
                    }));
  }

  private void checkConsumers() {
    @Nullable int[][] delivered = new int[logs.length][];
    for (Answer answer : committed.answers()) {
      answer
          .offsets()
          .forEach(
              (key, offset) -> {
                if (key < logs.length) {
                  if (delivered[key] == null) {
                    delivered[key] = deliveries(logs[key]);
                  }
                  checkConsumer(answer, key, offset, delivered[key]);
                }
              });
    }
  }

  /** For each rank the number of the poll after which all offsets up to it had been shown. */
  private static int[] deliveries(Log log) {
    int[] deliveries = new int[log.size()];
    int latest = 0;
    for (int rank = 0; rank < deliveries.length; rank++) {
      latest = Math.max(latest, log.firstPoll(log.message(rank)));
      deliveries[rank] = latest;
    }
    return deliveries;
  }

  private void checkConsumer(Answer answer, int key, long offset, int[] delivered) {
    Log log = logs[key];
    int last = log.rank(offset + 1) - 1;
    if (last >= 0 && delivered[last] >= answer.polls()) {
      int first = 0;
      while (delivered[first] < answer.polls()) {
        first++;
      }
      Log.Place missed = new Log.Place(log.message(first), log.offset(first));
      findings.add(
          "commit-skip",
          () ->
              "%s; key %d was at %d, but no poll had shown this yet: %s"
                  .formatted(witnesses.of(answer), key, offset, witnesses.of(key, missed)));
    }
  }
}
