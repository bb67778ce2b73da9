package dev.glomers.challenge.counter;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.runtime.KvClient;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** This node's total in the store, of which it is the only writer. */
final class OwnTotal {
  private final KvClient kv;
  private final Totals totals;

  /** What the store has, or will have once the write that is under way is done. */
  private Total newest = Total.none("");

  private BigInteger unsent = BigInteger.ZERO;
  private CompletionStage<Void> lastWrite = CompletableFuture.completedStage(null);
  private boolean writeQueued;

  OwnTotal(KvClient kv, Totals totals) {
    this.kv = kv;
    this.totals = totals;
  }

  /** Takes up the total under this key, where the last life left it; its version. */
  CompletionStage<Long> claim(String key) {
    Total none = Total.none(key);
    return kv.insist(
            () -> kv.update(key, Total.class, last -> last.orElse(none).plus(BigInteger.ZERO)))
        .thenApply(total -> (newest = total).version());
  }

  /** Counts all that was stored before the claim; after a first one that is nothing. */
  CompletionStage<Void> recover(List<String> peers) {
    if (newest.version() == 1) {
      return CompletableFuture.completedStage(null);
    }
    List<CompletableFuture<Optional<Total>>> found =
        peers.stream()
            .map(peer -> kv.insist(() -> kv.read(peer, Total.class)).toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(found.toArray(CompletableFuture[]::new))
        .thenCompose(
            done -> {
              found.forEach(total -> total.join().ifPresent(totals::add));
              return totals.add(newest);
            });
  }

  void add(BigInteger amount) {
    unsent = unsent.add(amount);
  }

  /** Done once all that was added so far is stored and counted. */
  CompletionStage<Void> store() {
    if (unsent.signum() != 0 && !writeQueued) {
      writeQueued = true;
      lastWrite = lastWrite.thenCompose(done -> write());
    }
    return lastWrite;
  }

  private CompletionStage<Void> write() {
    Total stored = newest;
    newest = stored.plus(unsent);
    unsent = BigInteger.ZERO;
    writeQueued = false;
    return kv.repeat(
            () -> kv.cas(stored.name(), stored, newest),
            failure -> !failure.is(ErrorCode.PRECONDITION_FAILED))
        // Nobody else writes this key, so then an earlier attempt has come through.
        .exceptionally(failure -> null)
        .thenCompose(done -> totals.add(newest));
  }

  /** What was added and does not count yet. */
  BigInteger ahead() {
    return newest.value().add(unsent).subtract(totals.of(newest.name()).value());
  }
}
