package dev.glomers.challenge.counter;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.KvClient;
import java.math.BigInteger;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** This node's total, of which it is the only writer. */
final class OwnTotal {
  private final KvClient kv;
  private String key = "";

  private Total stored = Total.NONE;

  /** What the store will have once the write that is under way is done. */
  private Total sent = Total.NONE;

  private BigInteger unsent = BigInteger.ZERO;

  /** The version that brought the value which is stored. */
  private long valueSince;

  private CompletionStage<Void> lastWrite = CompletableFuture.completedStage(null);
  private boolean writeQueued;

  OwnTotal(KvClient kv) {
    this.kv = kv;
  }

  /** Takes up the total under this key, where the last incarnation left it. Must come first. */
  CompletionStage<Void> recover(String ownKey) {
    key = ownKey;
    return kv.insist(
            () ->
                kv.update(key, Total.class, last -> last.orElse(Total.NONE).plus(BigInteger.ZERO)))
        .thenAccept(
            total -> {
              stored = total;
              sent = total;
              valueSince = isFirst() ? 0 : total.version();
            });
  }

  /** Whether no earlier incarnation of this node can have served anybody. */
  boolean isFirst() {
    return stored.version() == 1;
  }

  void add(long amount) {
    unsent = unsent.add(BigInteger.valueOf(amount));
  }

  /** Completes when all that was added so far is stored. */
  CompletionStage<Void> store() {
    return unsent.signum() == 0 ? lastWrite : barrier();
  }

  /** Completes when a write that begins from now on is done: reads after that are fresh. */
  CompletionStage<Void> barrier() {
    if (!writeQueued) {
      writeQueued = true;
      lastWrite = lastWrite.thenCompose(done -> write());
    }
    return lastWrite;
  }

  private CompletionStage<Void> write() {
    writeQueued = false;
    sent = stored.plus(unsent);
    unsent = BigInteger.ZERO;
    return kv.insist(this::cas)
        .thenAccept(
            done -> {
              if (!sent.value().equals(stored.value())) {
                valueSince = sent.version();
              }
              stored = sent;
            });
  }

  private CompletionStage<Void> cas() {
    return kv.cas(key, stored, sent)
        .exceptionally(
            failure -> {
              RpcException rpc = RpcException.from(failure);
              if (rpc.is(ErrorCode.PRECONDITION_FAILED)) {
                // Nobody else writes this key, so an earlier attempt has come through.
                return null;
              }
              throw rpc;
            });
  }

  /** What the store certainly has. */
  Total stored() {
    return stored;
  }

  /** The newest version that the store may have, whether or not it has said so. */
  long sentVersion() {
    return sent.version();
  }

  /** All that was added, stored or not. */
  BigInteger value() {
    return sent.value().add(unsent);
  }

  boolean isStored() {
    return value().equals(stored.value());
  }

  /** Whether this version of the total has the value that is stored. */
  boolean isCurrent(long version) {
    return version >= valueSince;
  }
}
