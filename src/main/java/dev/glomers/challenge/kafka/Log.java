package dev.glomers.challenge.kafka;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Invariants;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A log for each key, and the offset up to which each is processed. */
sealed interface Log permits LinKvLog, ReplicatedLog {
  /** Appends a message; the offset that it got, once it is as safe as this log makes it. */
  CompletionStage<Long> send(String key, Json msg);

  /** Each key's entries from an offset on, without a gap; keys that have none are left out. */
  Map<String, List<Entry>> poll(Map<String, Long> offsets);

  /** Raises committed offsets; one that is higher already stays. */
  CompletionStage<?> commit(Map<String, Long> offsets);

  /**
   * The committed offsets of these keys; keys that have none are left out. Waits as long as this
   * node may have known higher ones before it was killed.
   */
  CompletionStage<Map<String, Long>> committed(List<String> keys);

  /** What holds between any two events. */
  void invariants(Invariants always);
}
