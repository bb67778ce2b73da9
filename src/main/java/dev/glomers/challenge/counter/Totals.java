package dev.glomers.challenge.counter;

import dev.glomers.gossip.Items;
import dev.glomers.gossip.Replication;
import dev.glomers.protocol.Json;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The newest total of each name that is here, and its item in the log; others are dropped. */
final class Totals implements Items {
  private final CompletableFuture<Replication> log = new CompletableFuture<>();
  private final Map<String, Held> newest = new HashMap<>();
  private BigInteger sum = BigInteger.ZERO;

  /** What was added in this life, if there is no store. */
  private Total live = Total.none("");

  private record Held(String origin, int end, Total total) {}

  /** Says where the items are. */
  void in(Replication replication) {
    log.complete(replication);
  }

  /** The counter, as far as it is known here. */
  BigInteger sum() {
    return sum;
  }

  long versions() {
    return newest.values().stream().mapToLong(held -> held.total().version()).sum();
  }

  Total of(String name) {
    Held held = newest.get(name);
    return held == null ? Total.none(name) : held.total();
  }

  /** Adds to a total of this life alone; done as {@link #add(Total)} is. */
  CompletionStage<Void> add(BigInteger amount) {
    String life = log.join().origin();
    live = (live.name().equals(life) ? live : Total.none(life)).plus(amount);
    return add(live);
  }

  /** Tells all a total; done once it is as safe as items are to be, and counts from then on. */
  CompletionStage<Void> add(Total total) {
    String origin = log.join().origin();
    Held held = new Held(origin, log.join().length(origin) + 1, total);
    return log.join().add(Json.of(total)).thenRun(() -> learn(held));
  }

  @Override
  public void take(String origin, int end, Json item) {
    if (!item.isNull()) {
      learn(new Held(origin, end, item.as(Total.class)));
    }
  }

  private void learn(Held held) {
    Total known = of(held.total().name());
    if (held.total().version() <= known.version()) {
      drop(held);
    } else {
      sum = sum.subtract(known.value()).add(held.total().value());
      drop(newest.put(known.name(), held));
    }
  }

  private void drop(@Nullable Held held) {
    if (held != null) {
      log.join().drop(held.origin(), held.end());
    }
  }

  @Override
  public boolean replaceOthers() {
    return true;
  }
}
