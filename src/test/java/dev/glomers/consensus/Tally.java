package dev.glomers.consensus;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A node that agrees with the others on a sum: a read includes each add exactly once. */
final class Tally implements Challenge {
  private static final Json SUM = Json.of("sum");

  private final Consensus consensus;
  private final List<Long> ran = new ArrayList<>();

  Tally(Consensus consensus) {
    this.consensus = consensus;
  }

  record Add(long delta) {}

  record AddOk() {}

  record Read() {}

  record ReadOk(long value) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    Agreement<Long> sum = consensus.start(cluster, on, this::apply);
    on.request(Add.class, add -> sum.submit(add.delta()).thenApply(done -> new AddOk()));
    on.request(Read.class, read -> sum.submit(0).thenApply(ReadOk::new));
  }

  /** What this node has run, reads as zeros; not what a snapshot brought. */
  List<Long> ran() {
    return ran;
  }

  private Long apply(Map<Json, Json> state, Json delta) {
    ran.add(delta.as(Long.class));
    Json sum = state.merge(SUM, delta, (a, b) -> Json.of(a.as(Long.class) + b.as(Long.class)));
    return sum.as(Long.class);
  }
}
