package dev.glomers.challenge.kafka;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
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
 * started, four when it is restarted, and four for each block.
 */
final class OffsetReservation {
  private static final String CEILING = "kafka/ceiling";
  private static final Duration RETRY = Duration.ofMillis(100);

  private final KvClient kv;
  private final Scheduler scheduler;
  private final long block;
  private long floor;
  private long ceiling;

  /** Done once it is known which offsets this incarnation may use. */
  private final CompletableFuture<Void> started = new CompletableFuture<>();

  /** Under way; nobody may be served before the start. */
  private @Nullable CompletionStage<Void> raising = started;

  OffsetReservation(KvClient linKv, Scheduler scheduler, long block) {
    this.kv = linKv;
    this.scheduler = scheduler;
    this.block = block;
  }

  /** The first offset that this incarnation may use; 0 for a node's first incarnation alone. */
  long floor() {
    return floor;
  }

  /** Whether an offset may be used. */
  boolean covers(long offset) {
    return offset < ceiling;
  }

  /** Must be called once; whoever asks for an offset before waits. */
  CompletionStage<Void> start(String node) {
    return retrying(() -> claim(node))
        .thenRun(
            () -> {
              raising = null;
              started.complete(null);
            });
  }

  private CompletionStage<Void> claim(String node) {
    // Nothing ever equals the expected value: only the first incarnation finds no value at all.
    return kv.casOrCreate("kafka/started/" + node, false, true)
        .thenRun(() -> ceiling = block)
        .exceptionallyCompose(
            failure ->
                // Whoever does not know whether it is the first is not.
                RpcException.from(failure).definite()
                        && !RpcException.from(failure).is(ErrorCode.PRECONDITION_FAILED)
                    ? CompletableFuture.failedFuture(failure)
                    : restart());
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
    CompletionStage<Void> done = retrying(attempt).thenRun(() -> raising = null);
    raising = done;
    return done;
  }

  private CompletionStage<Void> retrying(Supplier<CompletionStage<Void>> attempt) {
    return attempt
        .get()
        .exceptionallyCompose(
            failure -> {
              CompletableFuture<Void> later = new CompletableFuture<>();
              scheduler.after(RETRY, () -> retrying(attempt).thenRun(() -> later.complete(null)));
              return later;
            });
  }
}
