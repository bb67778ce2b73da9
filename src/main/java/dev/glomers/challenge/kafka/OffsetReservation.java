package dev.glomers.challenge.kafka;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.Scheduler;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a ceiling in lin-kv, above every offset of any key that any node has used. A node that lost
 * its memory starts at the ceiling and so below nothing that it or another ever used or promised.
 *
 * <p>As the timestamp oracle of Percolator (Peng and Dabek, 2010) writes down the highest of a
 * block of timestamps before it gives out the first. It costs a node two messages when it is first
 * started, six when it is restarted, and four for each block.
 */
final class OffsetReservation {
  private static final String CEILING = "kafka/ceiling";

  private final KvClient kv;
  private final long block;

  /** What is written first: by it a claim whose answer was late is known as this node's own. */
  private final long incarnation;

  private long floor;
  private long ceiling;

  /** Done once it is known which offsets this incarnation may use. */
  private final CompletableFuture<Void> started = new CompletableFuture<>();

  /** Under way; nobody may be served before the start. */
  private @Nullable CompletionStage<Void> raising = started;

  OffsetReservation(KvClient linKv, Scheduler scheduler, long block) {
    this.kv = linKv;
    this.block = block;
    this.incarnation = scheduler.random().nextLong();
  }

  /** The first offset that this incarnation may use; 0 for a node's first incarnation alone. */
  long floor() {
    return floor;
  }

  /** Whether an offset may be used. */
  boolean covers(long offset) {
    return offset < ceiling;
  }

  /** Must be called once; whoever asks for an offset before waits. A node alone asks nobody. */
  CompletionStage<Void> start(Cluster cluster) {
    if (cluster.size() == 1) {
      ceiling = Long.MAX_VALUE;
    }
    return (cluster.size() == 1
            ? CompletableFuture.<Void>completedStage(null)
            : kv.insist(() -> claim(cluster.self())))
        .thenRun(
            () -> {
              raising = null;
              started.complete(null);
            });
  }

  private CompletionStage<Void> claim(String node) {
    String key = "kafka/started/" + node;
    // Nothing ever equals the expected value: only the first incarnation finds no value at all.
    return kv.casOrCreate(key, false, incarnation)
        .thenApply(done -> true)
        .exceptionallyCompose(
            failure ->
                RpcException.from(failure).is(ErrorCode.PRECONDITION_FAILED)
                    ? kv.read(key, Long.class).thenApply(Optional.of(incarnation)::equals)
                    : CompletableFuture.failedFuture(failure))
        .thenCompose(first -> first ? begin() : restart());
  }

  private CompletionStage<Void> begin() {
    ceiling = block;
    return CompletableFuture.completedFuture(null);
  }

  private CompletionStage<Void> restart() {
    return kv.update(CEILING, Long.class, present -> present.orElse(block) + block)
        .thenAccept(
            raised -> {
              floor = raised - block;
              ceiling = raised;
            });
  }

  /** Waits until an offset may be used. */
  CompletionStage<Void> cover(long offset) {
    if (covers(offset)) {
      return CompletableFuture.completedFuture(null);
    }
    CompletionStage<Void> under = raising != null ? raising : once(() -> raise(offset));
    return under.thenCompose(raised -> cover(offset));
  }

  /** As {@link #cover}, early enough that nobody has to wait. */
  void coverSoon(long offset) {
    cover(offset + block / 2);
  }

  private CompletionStage<Void> raise(long offset) {
    return kv.update(
            CEILING, Long.class, present -> Math.max(present.orElse(block), offset + block))
        .thenAccept(raised -> ceiling = raised);
  }

  private CompletionStage<Void> once(Supplier<CompletionStage<Void>> attempt) {
    CompletionStage<Void> done = kv.insist(attempt).thenRun(() -> raising = null);
    raising = done;
    return done;
  }
}
