package dev.glomers.simulation.service;

import dev.glomers.protocol.Json;
import dev.glomers.protocol.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * {@code lww-kv}: two replicas. Before each request a random replica is merged into a random
 * replica; the request then runs on a random replica.
 */
public final class LastWriteWinsKv implements Service {
  private final RandomGenerator random;
  private final List<Replica> replicas = List.of(new Replica(), new Replica());

  public LastWriteWinsKv(RandomGenerator random) {
    this.random = random;
  }

  private record Stamped(long time, Json value) {}

  @Override
  public Record handle(Message message) {
    KvRequest request = KvRequest.of(message).withoutCreation();
    Replica source = draw();
    draw().merge(source);
    return draw().handle(request);
  }

  private Replica draw() {
    return replicas.get(random.nextInt(replicas.size()));
  }

  /** A state and a Lamport clock. */
  private static final class Replica {
    private final Map<Json, Stamped> state = new HashMap<>();
    private long clock;

    Record handle(KvRequest request) {
      Stamped present = state.get(request.key());
      Json value = request.apply(present == null ? null : present.value);
      if (request.to() != null) {
        state.put(request.key(), new Stamped(clock++, value));
      }
      return request.reply(value);
    }

    void merge(Replica source) {
      if (source != this) {
        clock = Math.max(clock, source.clock);
        // If two values have the same time, the source's wins.
        source.state.forEach(
            (key, theirs) ->
                state.merge(key, theirs, (ours, same) -> ours.time > theirs.time ? ours : theirs));
      }
    }
  }
}
