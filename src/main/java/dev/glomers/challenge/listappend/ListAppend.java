package dev.glomers.challenge.listappend;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.challenge.MicroOperation;
import dev.glomers.consensus.Agreement;
import dev.glomers.consensus.Consensus;
import dev.glomers.consensus.StateMachine;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs transactions in the order of the log. */
@Singleton
@Named("list-append")
public final class ListAppend implements Challenge {
  private final Consensus consensus;

  @Inject
  public ListAppend(Consensus consensus) {
    this.consensus = consensus;
  }

  record Txn(List<MicroOperation> txn) {
    Txn {
      MicroOperation.require(txn, "append");
    }
  }

  record TxnOk(List<MicroOperation> txn) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    Lists local = new Lists();
    Agreement<TxnOk> lists = consensus.start(cluster, on, local);
    on.shows(() -> Map.of("keys", local.lists.size()));
    on.request(Txn.class, lists::submit);
  }

  private static final class Lists implements StateMachine<TxnOk> {
    private final Map<Json, List<Json>> lists = new LinkedHashMap<>();

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    private record Keyed(Json key, List<Json> list) {}

    private record Snapshot(List<Keyed> lists) {}

    @Override
    public TxnOk apply(Json command) {
      List<MicroOperation> done = new ArrayList<>();
      for (MicroOperation operation : command.as(Txn.class).txn()) {
        if (operation.reads()) {
          @Nullable List<Json> list = lists.get(operation.key());
          done.add(operation.found(list == null ? Json.NULL : Json.of(list)));
        } else {
          lists.computeIfAbsent(operation.key(), any -> new ArrayList<>()).add(operation.value());
          done.add(operation);
        }
      }
      return new TxnOk(done);
    }

    @Override
    public Json snapshot() {
      List<Keyed> all = new ArrayList<>();
      lists.forEach((key, list) -> all.add(new Keyed(key, list)));
      return Json.of(new Snapshot(all));
    }

    @Override
    public void restore(Json snapshot) {
      lists.clear();
      for (Keyed keyed : snapshot.as(Snapshot.class).lists()) {
        lists.put(keyed.key(), new ArrayList<>(keyed.list()));
      }
    }
  }
}
