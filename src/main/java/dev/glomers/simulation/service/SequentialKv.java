package dev.glomers.simulation.service;

import dev.glomers.protocol.Json;
import dev.glomers.protocol.Message;
import dev.glomers.protocol.RpcException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * {@code seq-kv}: keeps its last 32 states. A request runs on a random one between the last state
 * that its sender saw and the newest; if it would change that state, it runs on the newest instead.
 *
 * <p>States are numbered from 0. Instead of whole states, each key keeps its values, each with the
 * number of the first state that has it.
 */
public final class SequentialKv implements Service {
  private static final int KEPT = 32;

  private final RandomGenerator random;
  private final boolean wrapsAround;
  private final Map<Json, List<Version>> versions = new HashMap<>();
  private final Map<String, Integer> lastSeen = new HashMap<>();
  private int newest;

  /**
   * @param wrapsAround whether a client that lags by more than 32 states reads a wrong state, as in
   *     Maelstrom, whose index into the ring wraps around; if not, it reads the oldest
   */
  public SequentialKv(RandomGenerator random, boolean wrapsAround) {
    this.random = random;
    this.wrapsAround = wrapsAround;
  }

  private record Version(int state, Json value) {}

  @Override
  public Record handle(Message message) {
    String client = Objects.requireNonNull(message.src());
    KvRequest request = KvRequest.of(message);
    int oldest = lastSeen.getOrDefault(client, 0);
    int state = oldest + random.nextInt(newest - oldest + 1);
    Json present = valueIn(kept(state), request.key());
    Json value;
    try {
      value = request.apply(present);
    } catch (RpcException failure) {
      lastSeen.put(client, state);
      throw failure;
    }
    if (Objects.equals(value, present)) {
      lastSeen.put(client, state);
      return request.reply(value);
    }
    return handleOnNewest(client, request);
  }

  private Record handleOnNewest(String client, KvRequest request) {
    // Even a request that fails here creates a new state, equal to the previous one.
    int state = ++newest;
    lastSeen.put(client, state);
    Json value = request.apply(valueIn(state - 1, request.key()));
    put(request.key(), new Version(state, value));
    return request.reply(value);
  }

  /** The state that the ring holds in the slot of a state. */
  private int kept(int state) {
    int lag = newest - state;
    if (lag < KEPT) {
      return state;
    }
    return newest - (wrapsAround ? lag % KEPT : KEPT - 1);
  }

  private @Nullable Json valueIn(int state, Json key) {
    List<Version> history = versions.getOrDefault(key, List.of());
    for (int i = history.size() - 1; i >= 0; i--) {
      if (history.get(i).state <= state) {
        return history.get(i).value;
      }
    }
    return null;
  }

  private void put(Json key, Version version) {
    List<Version> history = versions.computeIfAbsent(key, absent -> new ArrayList<>());
    history.add(version);
    // Of the values that are as old as the oldest kept state, only the last is still visible.
    while (history.size() > 1 && history.get(1).state <= newest - KEPT + 1) {
      history.remove(0);
    }
  }
}
