package dev.glomers.consensus;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import java.util.ArrayList;
import java.util.List;

/** A node that agrees with the others on a sum: of what is added a read shows each once. */
final class Tally implements Challenge {
  private final Consensus consensus;
  private final Sums sums = new Sums();

  Tally(Consensus consensus) {
    this.consensus = consensus;
  }

  record Add(long delta) {}

  record AddOk() {}

  record Read() {}

  record ReadOk(long value) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    Agreement<Long> sum = consensus.start(cluster, on, sums);
    on.request(Add.class, add -> sum.submit(add.delta()).thenApply(done -> new AddOk()));
    on.request(Read.class, read -> sum.submit(0).thenApply(ReadOk::new));
  }

  /** What this node has run, reads as zeros; of what came before a snapshot the sum. */
  List<Long> ran() {
    return sums.ran;
  }

  private static final class Sums implements StateMachine<Long> {
    private final List<Long> ran = new ArrayList<>();
    private long sum;

    @Override
    public Long apply(Json command) {
      ran.add(command.as(Long.class));
      sum += command.as(Long.class);
      return sum;
    }

    @Override
    public Json snapshot() {
      return Json.of(sum);
    }

    @Override
    public void restore(Json snapshot) {
      ran.clear();
      sum = snapshot.as(Long.class);
      ran.add(sum);
    }
  }
}
