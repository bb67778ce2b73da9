package dev.glomers.simulation.workload.kafka;

import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.kafka.CommittedOffsets.Answer;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Assign;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.ListCommitted;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Poll;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Send;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.SendOk;
import java.util.List;
import java.util.Optional;

/** Finds the operations that prove the few anomalies that are described in words. */
final class Witnesses {
  private final History history;
  private final List<Polled> polls;

  Witnesses(History history, List<Polled> polls) {
    this.history = history;
    this.polls = polls;
  }

  /** A message, its offset, and the operation that shows it. */
  String of(int key, Log.Place place) {
    return "message %d at offset %d (%s)"
        .formatted(
            place.message(),
            place.offset(),
            sender(key, place).or(() -> reader(key, place)).orElse("unknown"));
  }

  private Optional<String> sender(int key, Log.Place place) {
    return history
        .of(Send.class)
        .filter(send -> send.request(Send.class).equals(new Send(key, place.message())))
        .filter(Operation::isOk)
        .filter(send -> send.result(SendOk.class).offset() == place.offset())
        .findFirst()
        .map(Operation::toString);
  }

  private Optional<String> reader(int key, Log.Place place) {
    for (Polled poll : polls) {
      for (Polled.Entries entries : poll.logs()) {
        if (entries.key() == key && shows(entries, place)) {
          return Optional.of(time(poll) + poll.brief(entries));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean shows(Polled.Entries entries, Log.Place place) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.offset(i) == place.offset() && entries.message(i) == place.message()) {
        return true;
      }
    }
    return false;
  }

  /** When a poll began, if its commit succeeded. */
  private String time(Polled poll) {
    return history
        .of(Poll.class)
        .filter(operation -> operation.isOk() && operation.result(Polled.class) == poll)
        .findFirst()
        .map(operation -> "%.3f s: ".formatted(operation.invokedAtNanos() / 1e9))
        .orElse("");
  }

  /** The operation that got an answer about committed offsets. */
  String of(Answer answer) {
    return history.operations().stream()
        .filter(Operation::isOk)
        .filter(operation -> asks(operation) && operation.result(Answer.class) == answer)
        .findFirst()
        .map(Operation::toString)
        .orElse("unknown");
  }

  private static boolean asks(Operation operation) {
    return operation.is(ListCommitted.class)
        || (operation.is(Assign.class) && !operation.request(Assign.class).seekToBeginning());
  }
}
