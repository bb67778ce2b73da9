package dev.glomers.challenge.txn;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Invariants;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one node has applied: a version vector and, for each key, the last version in it. */
final class Replica {
  /** A committed value of a key. */
  record Version(Timestamp timestamp, Json value) {}

  private final VersionVector seen = new VersionVector();
  private final Map<Json, Version> versions = new LinkedHashMap<>();

  /** What is applied stays so, and no version is by a transaction that is not. */
  void invariants(Invariants always) {
    always.grows("the clock", seen.clock());
    if (always.inFull()) {
      versions
          .values()
          .forEach(
              version ->
                  always.holds(
                      "the transaction of each version is applied",
                      seen.covers(version.timestamp())));
    }
  }

  List<Timestamp> seen() {
    return seen.toList();
  }

  Set<Json> keys() {
    return versions.keySet();
  }

  @Nullable Version version(Json key) {
    return versions.get(key);
  }

  /** The value of a key; null, as JSON has it, if there is none. */
  Json read(Json key) {
    Version version = versions.get(key);
    return version == null ? Json.NULL : version.value();
  }

  /** Commits the writes of one transaction, after all that is applied. */
  void commit(Map<Json, Json> writes, Writer writer) {
    Timestamp timestamp = new Timestamp(seen.clock() + 1, writer);
    writes.forEach((key, value) -> versions.put(key, new Version(timestamp, value)));
    seen.add(timestamp);
  }

  /** The timestamp of a key that has a version. */
  Timestamp timestamp(Json key) {
    return Objects.requireNonNull(versions.get(key)).timestamp();
  }

  /** What is applied here, for a peer that has it but for the versions of these keys. */
  Batch batch(long from, long to, Collection<Json> keys) {
    List<Timestamp> marks = seen.toList();
    Map<Writer, Integer> places = new HashMap<>();
    marks.forEach(mark -> places.put(mark.writer(), places.size()));
    List<Batch.Write> writes = new ArrayList<>(keys.size());
    for (Json key : keys) {
      Timestamp timestamp = timestamp(key);
      int place = Objects.requireNonNull(places.get(timestamp.writer()));
      writes.add(new Batch.Write(place, timestamp.counter(), key, read(key)));
    }
    return new Batch(from, to, marks, writes);
  }

  /**
   * Applies all that a peer has applied.
   *
   * @return the keys whose versions changed
   */
  Collection<Json> join(Batch batch) {
    List<Json> changed = new ArrayList<>();
    for (Batch.Write write : batch.writes()) {
      Writer writer = batch.seen().get(write.writer()).writer();
      Version theirs = new Version(new Timestamp(write.counter(), writer), write.value());
      if (versions.merge(write.key(), theirs, Replica::later) == theirs) {
        changed.add(write.key());
      }
    }
    seen.addAll(batch.seen());
    return changed;
  }

  private static Version later(Version ours, Version theirs) {
    return ours.timestamp().compareTo(theirs.timestamp()) >= 0 ? ours : theirs;
  }
}
