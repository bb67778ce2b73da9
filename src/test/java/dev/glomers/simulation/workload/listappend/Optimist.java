package dev.glomers.simulation.workload.listappend;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.simulation.Collaborators;
import dev.glomers.simulation.workload.Primary;
import dev.glomers.simulation.workload.listappend.Lists.Op;
import dev.glomers.simulation.workload.listappend.Lists.Txn;
import dev.glomers.simulation.workload.listappend.Lists.TxnOk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Each node runs its transactions on what it fetches from the primary, which takes in what they
 * wrote only if nothing that they read has changed; or, if all is under one root, nothing at all.
 */
class Optimist extends Primary {
  private static final Json ROOT = Json.of("root");

  private final Map<Json, Entry> entries = new LinkedHashMap<>();

  private final boolean underOneRoot;

  Optimist(Collaborators given) {
    this(given, false);
  }

  Optimist(Collaborators given, boolean underOneRoot) {
    super(given);
    this.underOneRoot = underOneRoot;
  }

  record Entry(Json key, long version, List<Json> list) {}

  record Fetch(List<Json> keys) {}

  record FetchOk(List<Entry> entries) {}

  record Commit(List<Entry> read, List<Entry> written) {}

  record CommitOk() {}

  @Override
  protected void started(Cluster cluster, Handlers on) {
    on.request(Fetch.class, this::fetch);
    on.request(Commit.class, this::commit);
    on.request(
        Txn.class,
        txn ->
            snapshot(keys(txn.txn().stream().map(Op::key)).distinct().toList())
                .thenCompose(ok -> run(txn, ok.entries())));
  }

  private Stream<Json> keys(Stream<Json> of) {
    return underOneRoot ? Stream.concat(Stream.of(ROOT), of) : of;
  }

  CompletionStage<FetchOk> snapshot(List<Json> keys) {
    return ask(new Fetch(keys), FetchOk.class, this::fetch);
  }

  private FetchOk fetch(Fetch fetch) {
    return new FetchOk(fetch.keys().stream().map(this::entry).toList());
  }

  private Entry entry(Json key) {
    return entries.getOrDefault(key, new Entry(key, 0, List.of()));
  }

  private CompletionStage<TxnOk> run(Txn txn, List<Entry> read) {
    Map<Json, List<Json>> lists = new LinkedHashMap<>();
    read.forEach(entry -> lists.put(entry.key(), new ArrayList<>(entry.list())));
    List<Op> done = new ArrayList<>();
    for (Op op : txn.txn()) {
      List<Json> list = lists.getOrDefault(op.key(), List.of());
      if (op.appends()) {
        list.add(op.value());
      }
      done.add(op.appends() ? op : new Op("r", op.key(), Json.of(list)));
    }
    Set<Json> appended =
        txn.txn().stream()
            .filter(Op::appends)
            .flatMap(op -> keys(Stream.of(op.key())))
            .collect(Collectors.toSet());
    List<Entry> written =
        read.stream()
            .filter(entry -> appended.contains(entry.key()))
            .map(
                entry ->
                    new Entry(
                        entry.key(),
                        entry.version() + 1,
                        lists.getOrDefault(entry.key(), List.of())))
            .toList();
    return ask(new Commit(read, written), CommitOk.class, this::commit)
        .thenApply(ok -> new TxnOk(done));
  }

  private CommitOk commit(Commit commit) {
    for (Entry read : commit.read()) {
      boolean writes = commit.written().stream().anyMatch(each -> each.key().equals(read.key()));
      if (entry(read.key()).version() != read.version() && matters(writes)) {
        throw new RpcException(ErrorCode.TXN_CONFLICT, "key " + read.key() + " has changed");
      }
    }
    commit.written().forEach(entry -> entries.put(entry.key(), entry));
    return new CommitOk();
  }

  /** Whether it matters that somebody has changed what a transaction read, and perhaps writes. */
  boolean matters(boolean writes) {
    return true;
  }
}
