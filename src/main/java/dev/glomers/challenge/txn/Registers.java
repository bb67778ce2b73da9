package dev.glomers.challenge.txn;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.challenge.MicroOperation;
import dev.glomers.gossip.Items;
import dev.glomers.gossip.Replication;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Invariants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** For each key the version with the greatest timestamp among this node's commits. */
final class Registers implements Items {
  record Version(Commit commit, Json value) {}

  private final Map<Json, Version> versions = new LinkedHashMap<>();

  /** How many of the versions each commit wrote; without commits that wrote none. */
  private final Map<Commit, Integer> standing = new HashMap<>();

  /** The greatest counter of this node's commits. */
  private long clock;

  private final Replication replication;

  Registers(Replication replication) {
    this.replication = replication;
  }

  /** Runs a transaction; returns its result once that is as safe as promised. */
  CompletionStage<List<MicroOperation>> run(List<MicroOperation> txn) {
    Map<Json, Json> writes = new LinkedHashMap<>();
    List<MicroOperation> done = new ArrayList<>(txn.size());
    for (MicroOperation operation : txn) {
      Json key = operation.key();
      if (operation.reads()) {
        done.add(operation.found(writes.getOrDefault(key, read(key))));
      } else {
        writes.put(key, operation.value());
        done.add(operation);
      }
    }
    // A transaction that only reads may have read a commit that is not safe yet.
    CompletionStage<Void> safe = writes.isEmpty() ? replication.safe() : commit(writes);
    return safe.thenApply(all -> done);
  }

  /** The value of a key; null, as JSON has it, if there is none. */
  private Json read(Json key) {
    Version version = versions.get(key);
    return version == null ? Json.NULL : version.value();
  }

  /** Done once the others have answered what they have. */
  CompletionStage<Void> catchUp() {
    return replication.catchUp();
  }

  /** The versions by their keys. */
  Map<Json, Version> versions() {
    return versions;
  }

  /** A commit as a log item: {@code [counter, [[key, value], ...]]}. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private record Item(long counter, List<Write> writes) {}

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private record Write(Json key, Json value) {}

  private CompletionStage<Void> commit(Map<Json, Json> values) {
    List<Write> writes =
        values.entrySet().stream().map(one -> new Write(one.getKey(), one.getValue())).toList();
    Item item = new Item(clock + 1, writes);
    String origin = replication.origin();
    CompletionStage<Void> safe = replication.add(Json.of(item));
    apply(new Commit(item.counter(), origin, replication.length(origin)), writes);
    return safe;
  }

  @Override
  public void take(String origin, int end, Json json) {
    if (!json.isNull()) {
      Item item = json.as(Item.class);
      apply(new Commit(item.counter(), origin, end), item.writes());
    }
  }

  private void apply(Commit commit, List<Write> writes) {
    clock = Math.max(clock, commit.counter());
    for (Write write : writes) {
      Version before = versions.get(write.key());
      if (before == null || before.commit().compareTo(commit) < 0) {
        versions.put(write.key(), new Version(commit, write.value()));
        standing.merge(commit, 1, Integer::sum);
        if (before != null) {
          standing.computeIfPresent(before.commit(), (any, n) -> n == 1 ? null : n - 1);
          dropIfOverwritten(before.commit());
        }
      }
    }
    dropIfOverwritten(commit);
  }

  private void dropIfOverwritten(Commit commit) {
    if (!standing.containsKey(commit)) {
      replication.drop(commit.origin(), commit.end());
    }
  }

  @Override
  public boolean replaceOthers() {
    return true;
  }

  @Override
  public Map<String, ?> shows() {
    return Map.of("clock", clock);
  }

  /** Every version is of a commit that this node has. */
  @Override
  public void invariants(Invariants always) {
    always.grows("the clock", clock);
    if (always.inFull()) {
      for (Commit each : standing.keySet()) {
        boolean here = each.end() <= replication.length(each.origin());
        always.holds("each version's commit is here", here);
      }
    }
  }
}
