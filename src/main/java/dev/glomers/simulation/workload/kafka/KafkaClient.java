package dev.glomers.simulation.workload.kafka;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import dev.glomers.simulation.workload.Client;
import dev.glomers.simulation.workload.Connection;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Assign;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Crash;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.ListCommitted;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Poll;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.Send;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.SendOk;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Maelstrom's consumer and producer in one. For each assigned key it remembers the offset to poll
 * next; it commits at once what it has polled.
 *
 * <p>When it assigns keys, it asks for their committed offsets but then starts from 0, as
 * Maelstrom's client does. {@link CommittedOffsets} checks the answer.
 */
final class KafkaClient implements Client {
  private final Connection connection;
  private final KafkaWorkload workload;
  private Map<Integer, Long> positions = new LinkedHashMap<>();

  KafkaClient(Connection connection, KafkaWorkload workload) {
    this.connection = connection;
    this.workload = workload;
  }

  record SendBody(String key, int msg) {}

  record PollBody(Map<String, Long> offsets) {}

  record CommitOffsets(Map<String, Long> offsets) {}

  record CommitOffsetsOk() {}

  record ListCommittedOffsets(List<String> keys) {}

  @Override
  public CompletionStage<? extends @Nullable Object> invoke(Record operation) {
    if (operation instanceof Send send) {
      return send(send);
    } else if (operation instanceof Poll) {
      return poll();
    } else if (operation instanceof Assign assign) {
      return assign(assign);
    } else if (operation instanceof ListCommitted list) {
      return listCommitted(list.keys());
    } else if (operation instanceof Crash) {
      // Indefinite, so that a new client replaces this one.
      return CompletableFuture.failedFuture(new RpcException(ErrorCode.CRASH, "by intent"));
    }
    throw new IllegalArgumentException(operation.toString());
  }

  private CompletionStage<SendOk> send(Send send) {
    return connection
        .call(new SendBody(String.valueOf(send.key()), send.msg()), "send_ok", KafkaReplies::sendOk)
        .thenApply(
            ok -> {
              workload.sent(send, ok);
              return ok;
            });
  }

  private CompletionStage<Polled> poll() {
    return connection
        .call(
            new PollBody(named(positions)),
            "poll_ok",
            reply -> KafkaReplies.pollOk(reply, positions))
        .thenApply(all -> Polled.of(workload.polls().size(), connection, all))
        .thenCompose(
            polled -> {
              workload.polls().add(polled);
              return commit(polled);
            })
        .thenApply(
            polled -> {
              workload.polled(polled);
              return polled;
            });
  }

  private CompletionStage<Polled> commit(Polled polled) {
    Map<Integer, Long> offsets = new LinkedHashMap<>();
    for (Polled.Entries log : polled.logs()) {
      offsets.put(log.key(), log.last());
      positions.merge(log.key(), log.last() + 1, Math::max);
    }
    if (offsets.isEmpty()) {
      return CompletableFuture.completedFuture(polled);
    }
    workload.committed().requested(offsets);
    return connection
        .call(new CommitOffsets(named(offsets)), CommitOffsetsOk.class)
        .thenApply(
            ok -> {
              workload.committed().acknowledged(connection.node(), offsets);
              return polled;
            });
  }

  /** On the wire a key is a string. */
  private static Map<String, Long> named(Map<Integer, Long> offsets) {
    Map<String, Long> named = new LinkedHashMap<>();
    offsets.forEach((key, offset) -> named.put(String.valueOf(key), offset));
    return named;
  }

  private CompletionStage<? extends @Nullable Object> assign(Assign assign) {
    if (assign.seekToBeginning()) {
      positions = positions(assign.keys(), Map.of());
      return CompletableFuture.completedFuture(null);
    }
    return listCommitted(assign.keys())
        .thenApply(
            answer -> {
              positions = positions(assign.keys(), positions);
              return answer;
            });
  }

  private static Map<Integer, Long> positions(List<Integer> keys, Map<Integer, Long> present) {
    Map<Integer, Long> positions = new LinkedHashMap<>();
    keys.forEach(key -> positions.put(key, present.getOrDefault(key, 0L)));
    return positions;
  }

  private CompletionStage<CommittedOffsets.Answer> listCommitted(List<Integer> keys) {
    CommittedOffsets.Question question = workload.committed().asked(connection.node(), keys);
    return connection
        .call(
            new ListCommittedOffsets(keys.stream().map(String::valueOf).toList()),
            "list_committed_offsets_ok",
            reply ->
                new CommittedOffsets.Answer(
                    KafkaReplies.listCommittedOffsetsOk(reply, new HashSet<>(keys)),
                    workload.polls().size()))
        .thenApply(
            answer -> {
              workload.committed().answered(question, answer);
              return answer;
            });
  }
}
