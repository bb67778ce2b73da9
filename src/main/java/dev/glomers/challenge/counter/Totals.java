package dev.glomers.challenge.counter;

import dev.glomers.gossip.Items;
import dev.glomers.gossip.Replication;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Invariants;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The last total of each origin's log; earlier ones are dropped. */
final class Totals implements Items {
  private final Replication log;
  private final Map<String, Total> last = new HashMap<>();
  private BigInteger sum = BigInteger.ZERO;

  /** This life's total, whether reads show it already or not. */
  private Total own = new Total("", 0, BigInteger.ZERO);

  /**
   * The sum of the adds of one life of a node.
   *
   * @param end its place in the log
   */
  private record Total(String origin, int end, BigInteger value) {}

  Totals(Replication log) {
    this.log = log;
  }

  /** Done once this node has everything that a former life of it has shown. */
  CompletionStage<Totals> informed() {
    return log.informed().thenApply(done -> this);
  }

  /** The counter, as far as this node knows. */
  BigInteger sum() {
    return sum;
  }

  /**
   * Adds to this life's total; done once that is as safe as promised. Reads show it from then on.
   */
  CompletionStage<Void> add(BigInteger amount) {
    if (amount.signum() == 0) {
      return log.safe();
    }
    String origin = log.origin();
    BigInteger before = own.origin().equals(origin) ? own.value() : BigInteger.ZERO;
    Total total = new Total(origin, log.length(origin) + 1, before.add(amount));
    CompletionStage<Void> safe = log.add(Json.of(total.value()));
    own = total;
    return safe.thenRun(() -> learn(total));
  }

  @Override
  public void take(String origin, int end, Json item) {
    if (!item.isNull()) {
      learn(new Total(origin, end, item.as(BigInteger.class)));
    }
  }

  private void learn(Total total) {
    Total before = last.put(total.origin(), total);
    sum = sum.add(total.value());
    if (before != null) {
      sum = sum.subtract(before.value());
      log.drop(before.origin(), before.end());
    }
  }

  @Override
  public boolean replaceOthers() {
    return true;
  }

  @Override
  public Map<String, ?> shows() {
    return Map.of("value", sum);
  }

  @Override
  public void invariants(Invariants always) {
    long ends = last.values().stream().mapToLong(Total::end).sum();
    always.grows("the places of the last totals", ends);
  }
}
