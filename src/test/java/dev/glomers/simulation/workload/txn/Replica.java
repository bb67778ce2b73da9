package dev.glomers.simulation.workload.txn;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.Inspectable;
import dev.glomers.simulation.Collaborators;
import dev.glomers.simulation.workload.Feed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs transactions where they arrive; every node tells every other all of its state that has
 * changed until it is heard.
 */
class Replica implements Challenge, Inspectable {
  final Collaborators given;
  final Map<String, Entry> state = new LinkedHashMap<>();
  long clock;
  private final Feed<String> changes;
  private int index;

  Replica(Collaborators given) {
    this.given = given;
    this.changes = new Feed<>(given);
  }

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Op(String kind, Json key, Json value) {
    boolean writes() {
      return kind.equals("w");
    }
  }

  record Txn(List<Op> txn) {}

  record TxnOk(List<Op> txn) {}

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Entry(Json value, long counter, long node) {
    boolean isAfter(@Nullable Entry other) {
      return other == null
          || counter > other.counter
          || (counter == other.counter && node > other.node);
    }
  }

  record State(int before, int size, Map<String, Entry> entries) {}

  @Override
  public final void start(Cluster cluster, Handlers on) {
    index = cluster.index();
    on.request(Txn.class, this::answer);
    on.message(
        State.class,
        (peer, other) -> {
          if (changes.heard(peer, other.before(), other.size()) > 0) {
            merge(peer, other);
          }
        });
    changes.start(cluster, on, this::tell);
    started(cluster, on);
  }

  void started(Cluster cluster, Handlers on) {}

  /** Tells a peer of keys that have changed. */
  void tell(String peer, Feed.Part<String> keys) {
    Map<String, Entry> changed = new LinkedHashMap<>();
    keys.items().stream().filter(state::containsKey).forEach(key -> changed.put(key, entry(key)));
    given.bus().send(peer, new State(keys.before(), keys.items().size(), changed));
  }

  Object answer(Txn txn) {
    return run(txn);
  }

  TxnOk run(Txn txn) {
    Map<String, Json> writes = new LinkedHashMap<>();
    List<Op> done = new ArrayList<>();
    for (Op op : txn.txn()) {
      String key = op.key().toString();
      if (op.writes()) {
        writes.put(key, op.value());
        done.add(op);
      } else {
        done.add(new Op("r", op.key(), read(key, writes)));
      }
    }
    long time = tick();
    writes.forEach((key, value) -> write(key, new Entry(value, time, index)));
    return new TxnOk(done);
  }

  int index() {
    return index;
  }

  long tick() {
    return ++clock;
  }

  Entry entry(String key) {
    return state.getOrDefault(key, new Entry(Json.NULL, 0, 0));
  }

  Json read(String key, Map<String, Json> writes) {
    return writes.getOrDefault(key, entry(key).value());
  }

  void write(String key, Entry entry) {
    if (entry.isAfter(state.get(key))) {
      put(key, entry);
    }
  }

  /** Sets the entry of a key, whatever it is. */
  final void put(String key, Entry entry) {
    state.put(key, entry);
    changes.add(key);
  }

  void merge(String peer, State other) {
    other
        .entries()
        .forEach(
            (key, entry) -> {
              clock = Math.max(clock, entry.counter());
              write(key, entry);
            });
  }

  @Override
  public Set<Json> keys() {
    return state.keySet().stream()
        .map(key -> Json.of(Integer.parseInt(key)))
        .collect(Collectors.toSet());
  }

  @Override
  public @Nullable Version version(Json key) {
    Entry entry = state.get(key.toString());
    return entry == null
        ? null
        : new Version(entry.value(), List.of(entry.counter(), entry.node()));
  }
}
