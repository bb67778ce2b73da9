package dev.glomers.challenge.txn;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of transactions: for each writer all of its own up to a counter. */
final class VersionVector {
  private final Map<Writer, Long> counters = new TreeMap<>();

  /** Whether the transaction with this timestamp is in the set. */
  boolean covers(Timestamp timestamp) {
    return timestamp.counter() <= counters.getOrDefault(timestamp.writer(), 0L);
  }

  /** The greatest counter of all; 0 if the set is empty. */
  long clock() {
    return counters.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** Adds a writer's transactions up to this one. */
  void add(Timestamp last) {
    counters.merge(last.writer(), last.counter(), Math::max);
  }

  /** Becomes the union with another set. */
  void addAll(List<Timestamp> other) {
    other.forEach(this::add);
  }

  /** Each writer's last transaction, in the order of writers. */
  List<Timestamp> toList() {
    return counters.entrySet().stream()
        .map(entry -> new Timestamp(entry.getValue(), entry.getKey()))
        .toList();
  }
}
