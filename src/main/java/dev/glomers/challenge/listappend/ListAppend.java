package dev.glomers.challenge.listappend;

import dev.glomers.challenge.MicroOperation;
import dev.glomers.consensus.Agreement;
import dev.glomers.consensus.Consensus;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
    Agreement<TxnOk> lists = consensus.start(cluster, on, ListAppend::apply);
    on.request(Txn.class, lists::submit);
  }

  private record Items(List<Json> items) {
    static final Json NONE = Json.of(new Items(List.of()));
  }

  private static TxnOk apply(Map<Json, Json> lists, Json command) {
    List<MicroOperation> done = new ArrayList<>();
    for (MicroOperation each : command.as(Txn.class).txn()) {
      List<Json> items = lists.getOrDefault(each.key(), Items.NONE).as(Items.class).items();
      if (each.reads()) {
        done.add(each.found(items.isEmpty() ? Json.NULL : Json.of(items)));
      } else {
        List<Json> more = Stream.concat(items.stream(), Stream.of(each.value())).toList();
        lists.put(each.key(), Json.of(new Items(more)));
        done.add(each);
      }
    }
    return new TxnOk(done);
  }
}
