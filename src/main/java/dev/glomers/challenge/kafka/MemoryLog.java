package dev.glomers.challenge.kafka;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Invariants;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** In the memory of a single node; offsets are dense. */
final class MemoryLog implements Log {
  private final int maxPollEntries;
  private final Map<String, Partition> partitions = new HashMap<>();
  private final Map<String, Long> committed = new HashMap<>();
  private long entries;

  MemoryLog(Cluster cluster, int maxPollEntries) {
    if (cluster.size() > 1) {
      throw new IllegalArgumentException("glomers.kafka.log=memory is for a single node");
    }
    this.maxPollEntries = maxPollEntries;
  }

  @Override
  public void invariants(Invariants always) {
    always.grows("the number of entries", entries);
  }

  @Override
  public CompletionStage<Long> send(String key, Json msg) {
    Partition partition = partitions.computeIfAbsent(key, unknown -> new Partition());
    long offset = partition.end();
    partition.append(new Entry(offset, msg));
    entries++;
    return CompletableFuture.completedFuture(offset);
  }

  @Override
  public Map<String, List<Entry>> poll(Map<String, Long> offsets) {
    return Partition.poll(partitions::get, offsets, maxPollEntries);
  }

  @Override
  public CompletionStage<?> commit(Map<String, Long> offsets) {
    offsets.forEach((key, offset) -> committed.merge(key, offset, Math::max));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Map<String, Long>> committed(List<String> keys) {
    Map<String, Long> known = new LinkedHashMap<>();
    for (String key : keys) {
      Long offset = committed.get(key);
      if (offset != null) {
        known.put(key, offset);
      }
    }
    return CompletableFuture.completedFuture(known);
  }
}
