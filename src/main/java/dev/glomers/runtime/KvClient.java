package dev.glomers.runtime;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A client of one of Maelstrom's key-value stores. Keys and values are anything with a JSON form.
 *
 * <p>Every operation may fail with the {@link RpcException} that the store sent, or with {@link
 * ErrorCode#TIMEOUT}, after which the operation may have been carried out.
 *
 * @see <a href="https://github.com/jepsen-io/maelstrom/blob/main/doc/services.md">Maelstrom's
 *     services</a>
 */
public final class KvClient {
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(10);
  private static final Duration LAST_BACKOFF = Duration.ofSeconds(1);

  private final String service;
  private final MessageBus bus;
  private final Scheduler scheduler;

  /**
   * @param service the store's name, such as {@code seq-kv}
   */
  public KvClient(String service, MessageBus bus, Scheduler scheduler) {
    this.service = service;
    this.bus = bus;
    this.scheduler = scheduler;
  }

  record Read(Json key) {}

  record ReadOk(Json value) {}

  record Write(Json key, Json value) {}

  record WriteOk() {}

  record Cas(Json key, Json from, Json to, boolean createIfNotExists) {}

  record CasOk() {}

  /** The value of a key; empty if there is none. */
  public <T> CompletionStage<Optional<T>> read(Object key, Class<T> type) {
    return bus.request(service, new Read(Json.of(key)), ReadOk.class)
        .handle(
            (reply, failure) -> {
              if (failure == null) {
                return Optional.of(reply.value().as(type));
              }
              RpcException rpc = RpcException.from(failure);
              if (rpc.is(ErrorCode.KEY_DOES_NOT_EXIST)) {
                return Optional.empty();
              }
              throw rpc;
            });
  }

  public CompletionStage<Void> write(Object key, Object value) {
    return bus.request(service, new Write(Json.of(key), Json.of(value)), WriteOk.class)
        .thenAccept(ok -> {});
  }

  /**
   * Replaces a value if it equals {@code from}. Fails with {@link ErrorCode#PRECONDITION_FAILED} if
   * it does not, and with {@link ErrorCode#KEY_DOES_NOT_EXIST} if there is none.
   */
  public CompletionStage<Void> cas(Object key, Object from, Object to) {
    return cas(key, from, to, false);
  }

  /** As {@link #cas}, but creates a missing key. Not on {@code lww-kv}. */
  public CompletionStage<Void> casOrCreate(Object key, Object from, Object to) {
    return cas(key, from, to, true);
  }

  private CompletionStage<Void> cas(Object key, Object from, Object to, boolean create) {
    return bus.request(
            service, new Cas(Json.of(key), Json.of(from), Json.of(to), create), CasOk.class)
        .thenAccept(ok -> {});
  }

  /**
   * Reads a value, changes it and writes it back with a cas, and retries until no other writer
   * interferes. Any other failure ends the retries; after an indefinite one the change may have
   * been made.
   *
   * @param change computes the next value from the present one, which is empty if there is none;
   *     may be called several times
   * @return the value that was written
   */
  public <T> CompletionStage<T> update(Object key, Class<T> type, Function<Optional<T>, T> change) {
    return repeat(
        () -> exchange(key, type, change), failure -> failure.is(ErrorCode.PRECONDITION_FAILED));
  }

  private <T> CompletionStage<T> exchange(
      Object key, Class<T> type, Function<Optional<T>, T> change) {
    return read(key, type)
        .thenCompose(
            present -> {
              T next = change.apply(present);
              // No value is ever null, so if two clients create a key, only one succeeds.
              Object from = present.isPresent() ? present.get() : Json.NULL;
              return casOrCreate(key, from, next).thenApply(done -> next);
            });
  }

  /**
   * Repeats an operation until it succeeds, as {@link #repeat} does. Each attempt must tolerate
   * that an earlier one was carried out.
   */
  public <T> CompletionStage<T> insist(Supplier<CompletionStage<T>> operation) {
    return repeat(operation, failure -> true);
  }

  /**
   * Repeats an operation with a growing, jittered backoff.
   *
   * @param again whether to retry after a failure
   */
  public <T> CompletionStage<T> repeat(
      Supplier<CompletionStage<T>> operation, Predicate<RpcException> again) {
    CompletableFuture<T> result = new CompletableFuture<>();
    attempt(operation, again, FIRST_BACKOFF, result);
    return result;
  }

  private <T> void attempt(
      Supplier<CompletionStage<T>> operation,
      Predicate<RpcException> again,
      Duration backoff,
      CompletableFuture<T> result) {
    operation
        .get()
        .whenComplete(
            (value, failure) -> {
              if (failure == null) {
                result.complete(value);
              } else if (again.test(RpcException.from(failure))) {
                scheduler.after(
                    jittered(backoff), () -> attempt(operation, again, longer(backoff), result));
              } else {
                result.completeExceptionally(RpcException.from(failure));
              }
            });
  }

  private Duration jittered(Duration backoff) {
    return Duration.ofNanos(scheduler.random().nextLong(backoff.toNanos()) + 1);
  }

  private static Duration longer(Duration backoff) {
    Duration doubled = backoff.multipliedBy(2);
    return doubled.compareTo(LAST_BACKOFF) < 0 ? doubled : LAST_BACKOFF;
  }
}
