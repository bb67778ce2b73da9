package dev.glomers.simulation.service;

import dev.glomers.protocol.Json;
import dev.glomers.protocol.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * {@code lww-kv}: two replicas, of which each request runs on one that is drawn. Maelstrom means to
 * merge them now and then, the last write winning, but throws away what it has merged: its replicas
 * never meet, nor do these. A value is found by half of the reads, for ever.
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
