package dev.glomers.simulation.workload.listappend;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.simulation.Collaborators;
import dev.glomers.simulation.workload.Primary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One node keeps all lists and runs the transactions one after the other. */
class Lists extends Primary {
  final Map<Json, List<Json>> lists = new LinkedHashMap<>();

  Lists(Collaborators given) {
    super(given);
  }

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Op(String f, Json key, Json value) {
    boolean appends() {
      return f.equals("append");
    }
  }

  record Txn(List<Op> txn) {}

  record TxnOk(List<Op> txn) {}

  @Override
  protected void started(Cluster cluster, Handlers on) {
    on.request(Txn.class, this::answer);
  }

  Object answer(Txn txn) {
    return ask(txn, TxnOk.class, this::run);
  }

  TxnOk run(Txn txn) {
    List<Op> done = new ArrayList<>();
    txn.txn().forEach(op -> done.add(run(op)));
    return new TxnOk(done);
  }

  Op run(Op op) {
    if (op.appends()) {
      append(op.key(), op.value());
      return op;
    }
    return new Op("r", op.key(), read(op.key()));
  }

  void append(Json key, Json element) {
    lists.computeIfAbsent(key, each -> new ArrayList<>()).add(element);
  }

  Json read(Json key) {
    List<Json> list = lists.get(key);
    return list == null ? Json.NULL : Json.of(list);
  }
}
