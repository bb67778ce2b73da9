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

/** For each key the last version among all commits that are here. */
final class Registers implements Items {
  record Version(Commit commit, Json value) {}

  private final Map<Json, Version> versions = new LinkedHashMap<>();

  /** How many of its versions each commit has among them, if any. */
  private final Map<Commit, Integer> standing = new HashMap<>();

  /** The greatest counter that is here. */
  private long clock;

  private final Replication replication;

  Registers(Replication replication) {
    this.replication = replication;
  }

  /** Runs operations one after another; what they give back, once it is safe. */
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
    // What was read may rest on a commit here that is not safe yet.
    CompletionStage<Void> safe = writes.isEmpty() ? replication.safe() : commit(writes);
    return safe.thenApply(all -> done);
  }

  /** The value of a key; null, as JSON has it, if there is none. */
  private Json read(Json key) {
    Version version = versions.get(key);
    return version == null ? Json.NULL : version.value();
  }

  /** Done once others were asked for what they have, and have answered. */
  CompletionStage<Void> catchUp() {
    return replication.catchUp();
  }

  /** The versions by their keys. */
  Map<Json, Version> versions() {
    return versions;
  }

  /** What others are told of a commit: {@code [counter, [[key, value], ...]]}. */
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

  /** No version is by a commit that is not here. */
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
