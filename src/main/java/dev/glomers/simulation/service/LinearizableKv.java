package dev.glomers.simulation.service;

import dev.glomers.protocol.Json;
import dev.glomers.protocol.Message;
import java.util.HashMap;
import java.util.Map;

/** {@code lin-kv}: keeps one state. */
public final class LinearizableKv implements Service {
  private final Map<Json, Json> state = new HashMap<>();

  @Override
  public Record handle(Message message) {
    KvRequest request = KvRequest.of(message);
    Json value = request.apply(state.get(request.key()));
    state.put(request.key(), value);
    return request.reply(value);
  }
}
