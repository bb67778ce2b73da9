package dev.glomers.challenge.kafka;

import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a ceiling in lin-kv, above every offset of any key that any node has used. A node that lost
 * its memory starts at the ceiling, so it reuses no offset.
 *
 * <p>The timestamp oracle of Percolator (Peng and Dabek, 2010) does the same: it stores the highest
 * timestamp of a block before it gives out the first. A node's first start costs four messages, a
 * restart eight, and each block four.
 */
final class OffsetReservation {
  private static final String CEILING = "kafka/ceiling";

  private final KvClient kv;
  private final Scheduler scheduler;
  private final long block;
  private long floor;
  private long ceiling;

  /** The raise of the ceiling that is under way; null if none is. */
  private @Nullable CompletionStage<Void> raising;

  /**
   * @param ceiling {@link Long#MAX_VALUE} for a node that never loses its memory
   */
  OffsetReservation(KvClient linKv, Scheduler scheduler, long block, long ceiling) {
    this.kv = linKv;
    this.scheduler = scheduler;
    this.block = block;
    this.ceiling = ceiling;
  }

  /** The first offset that this incarnation may use; 0 for a node's first incarnation alone. */
  long floor() {
    return floor;
  }

  /** Whether an offset may be used. */
  boolean covers(long offset) {
    return offset < ceiling;
  }

  /** Begins, which must come before every other call; returns the floor once it is known. */
  CompletionStage<Long> start(String node) {
    CompletableFuture<Long> started = new CompletableFuture<>();
    // A node sends nothing before it has answered init.
    scheduler.after(
        Duration.ZERO,
        () -> kv.insist(() -> claim(node)).thenAccept(done -> started.complete(floor)));
    return started;
  }

  private CompletionStage<Void> claim(String node) {
    return kv.update("kafka/starts/" + node, Long.class, starts -> starts.orElse(0L) + 1)
        .thenCompose(starts -> starts == 1 ? begin() : restart());
  }

  private CompletionStage<Void> begin() {
    ceiling = block;
    return CompletableFuture.completedStage(null);
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
      return CompletableFuture.completedStage(null);
    }
    if (raising == null) {
      raising = kv.insist(() -> raise(offset)).thenRun(() -> raising = null);
    }
    return raising.thenCompose(raised -> cover(offset));
  }

  /** Covers offsets ahead of this one, so that later sends need not wait. */
  void coverSoon(long offset) {
    cover(offset + block / 2);
  }

  private CompletionStage<Void> raise(long offset) {
    return kv.update(
            CEILING, Long.class, present -> Math.max(present.orElse(block), offset + block))
        .thenAccept(raised -> ceiling = raised);
  }
}
