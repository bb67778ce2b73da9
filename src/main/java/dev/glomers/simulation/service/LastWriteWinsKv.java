package dev.glomers.simulation.service;

import dev.glomers.protocol.Json;
import dev.glomers.protocol.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * {@code lww-kv}: two replicas. Each request runs on a random one. Maelstrom also merges two random
 * replicas before each request, but then discards the merged state (service.clj, {@code Eventual}),
 * so its replicas never converge. Neither do these.
 */
public final class LastWriteWinsKv implements Service {
  private final RandomGenerator random;
  private final List<Map<Json, Json>> replicas = List.of(new HashMap<>(), new HashMap<>());

  public LastWriteWinsKv(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public Record handle(Message message) {
    KvRequest request = KvRequest.of(message).withoutCreation();
    Map<Json, Json> replica = replicas.get(random.nextInt(replicas.size()));
    Json value = request.apply(replica.get(request.key()));
    if (request.to() != null) {
      replica.put(request.key(), value);
    }
    return request.reply(value);
  }
}
