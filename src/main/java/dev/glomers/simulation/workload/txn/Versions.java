package dev.glomers.simulation.workload.txn;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Inspectable;
import dev.glomers.runtime.Inspectable.Version;
import dev.glomers.simulation.workload.TxnProtocol.Txn;
import dev.glomers.simulation.workload.txn.TxnWorkload.TxnOk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The versions of keys that were seen by inspecting the nodes. */
final class Versions {
  private final Map<Integer, Map<Integer, Version>> seen = new HashMap<>();
  // By identity: a restarted node has forgotten its versions, and may go back.
  private final Map<Inspectable, Map<Integer, Version>> lastAt = new IdentityHashMap<>();
  private final List<Superseded> superseded = new ArrayList<>();
  private final List<Strange> strange = new ArrayList<>();

  /**
   * A write that the node which had just acknowledged it did not show, because by its account there
   * was a later one.
   *
   * @param by the value that the node showed instead
   */
  record Superseded(int key, int value, int by) {}

  /** Something impossible, whatever the clients saw. */
  record Strange(String kind, String words) {}

  /** Inspects a node that has just answered. */
  void look(Inspectable node, String id, TxnOk ok) {
    Txn txn = ok.txn();
    for (int i = 0; i < txn.size(); i++) {
      if (txn.writesLast(i) || (!txn.writes(i) && !isKnown(txn.key(i), ok.value(i)))) {
        Version version = node.version(Json.of(txn.key(i)));
        if (version != null) {
          see(node, id, txn.key(i), version);
        }
        if (txn.writesLast(i)) {
          written(id, txn.key(i), ok.value(i), version);
        }
      }
    }
  }

  private void written(String id, int key, int value, @Nullable Version present) {
    if (present == null) {
      strange.add(
          new Strange(
              "lost-write",
              "%s acknowledged key %d = %d, but then had no value of that key"
                  .formatted(id, key, value)));
    } else if (value(present) != value) {
      superseded.add(new Superseded(key, value, value(present)));
    }
  }

  private boolean isKnown(int key, int value) {
    return value == 0 || seen.getOrDefault(key, Map.of()).containsKey(value);
  }

  /** Records a version seen at a node. */
  void see(Inspectable node, String id, int key, Version version) {
    int value = value(version);
    Map<Integer, Version> others = seen.computeIfAbsent(key, k -> new HashMap<>());
    Version before = others.get(value);
    if (before == null) {
      others.forEach((other, its) -> requireApart(key, other, value, its, version));
      others.put(value, version);
    }
    if (before != null && before.compareTo(version) != 0) {
      strange.add(
          new Strange(
              "unstable-version",
              "key %d = %d at %s has the timestamp %s, elsewhere or earlier %s"
                  .formatted(key, value, id, version.timestamp(), before.timestamp())));
    }
    Version last = lastAt.computeIfAbsent(node, n -> new HashMap<>()).put(key, version);
    if (last != null && last.compareTo(version) > 0) {
      strange.add(
          new Strange(
              "version-went-back",
              "key %d at %s went from %s to the older %s".formatted(key, id, last, version)));
    }
  }

  private void requireApart(int key, int one, int other, Version first, Version second) {
    if (first.compareTo(second) == 0) {
      strange.add(
          new Strange(
              "reused-version",
              "key %d = %d and key %d = %d both have the timestamp %s"
                  .formatted(key, one, key, other, first.timestamp())));
    }
  }

  /** The versions of a key whose order is known, by their values. */
  Map<Integer, Version> of(int key) {
    return Collections.unmodifiableMap(seen.getOrDefault(key, Map.of()));
  }

  /** Writes that lost to others at once. */
  List<Superseded> superseded() {
    return superseded;
  }

  List<Strange> strange() {
    return strange;
  }

  static int value(Version version) {
    return version.value().as(Integer.class);
  }
}
