package dev.glomers.simulation.workload;

import dev.glomers.protocol.Body;
import dev.glomers.protocol.RpcException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a client. Times are nanoseconds since the start of the run; positions number all
 * invocations and completions of a run in the order in which they happened.
 */
public final class Operation {
  private final int process;
  private final int thread;
  private final String node;
  private final Record request;
  private final boolean last;
  private final boolean ofMaelstrom;
  private final long invokedAtNanos;
  private final int invocation;
  private @Nullable Outcome outcome;
  private @Nullable Object result;
  private @Nullable Throwable failure;
  private long completedAtNanos = Long.MAX_VALUE;
  private int completion = Integer.MAX_VALUE;

  Operation(
      int process,
      int thread,
      String node,
      Record request,
      boolean last,
      boolean ofMaelstrom,
      long invokedAtNanos,
      int invocation) {
    this.process = process;
    this.thread = thread;
    this.node = node;
    this.request = request;
    this.last = last;
    this.ofMaelstrom = ofMaelstrom;
    this.invokedAtNanos = invokedAtNanos;
    this.invocation = invocation;
  }

  void complete(
      Outcome as, @Nullable Object value, @Nullable Throwable why, long timeNanos, int position) {
    outcome = as;
    result = value;
    failure = why;
    completedAtNanos = timeNanos;
    completion = position;
  }

  public int process() {
    return process;
  }

  public int thread() {
    return thread;
  }

  public String node() {
    return node;
  }

  /** The request that the workload drew. */
  public Record request() {
    return request;
  }

  /** Whether the request is of this kind. */
  public boolean is(Class<? extends Record> kind) {
    return kind.isInstance(request);
  }

  /** The request, cast to its kind. */
  public <Q extends Record> Q request(Class<Q> kind) {
    return kind.cast(request);
  }

  /** Whether it is one of the final operations, after the faults have ended. */
  public boolean isFinal() {
    return last;
  }

  /** Whether Maelstrom's clients carry out such an operation too. */
  public boolean isOfMaelstrom() {
    return ofMaelstrom;
  }

  public long invokedAtNanos() {
    return invokedAtNanos;
  }

  /** The time of the completion; {@link Long#MAX_VALUE} if there was none. */
  public long completedAtNanos() {
    return completedAtNanos;
  }

  /** The position of the invocation. */
  public int invocation() {
    return invocation;
  }

  /** The position of the completion; {@link Integer#MAX_VALUE} if there was none. */
  public int completion() {
    return completion;
  }

  /** How it ended; {@link Outcome#INFO} also if it has not ended. */
  public Outcome outcome() {
    return outcome == null ? Outcome.INFO : outcome;
  }

  /** Whether it ended within the run. */
  public boolean hasEnded() {
    return outcome != null;
  }

  public boolean isOk() {
    return outcome == Outcome.OK;
  }

  /** The client's result; null if there is none. */
  public @Nullable Object result() {
    return result;
  }

  /** The client's result; only an operation that is ok has one. */
  public <R> R result(Class<R> type) {
    return type.cast(Objects.requireNonNull(result));
  }

  /** The failure; null if it did not fail. */
  public @Nullable Throwable failure() {
    return failure;
  }

  /** The failure in words; null if it did not fail. */
  public @Nullable String error() {
    return failure == null ? null : String.valueOf(failure.getMessage());
  }

  /** Whether the node answered that the operation did not and will not happen. */
  public boolean isRefused() {
    return failure instanceof RpcException rpc && rpc.definite();
  }

  /** The operation's name, such as {@code broadcast}. */
  public String name() {
    return Body.type(request.getClass());
  }

  /** Whether the client gives up on purpose, as in the log's workload. */
  public boolean isCrash() {
    return name().equals("crash");
  }

  /** Such as {@code 1.204 s: process 3 at n3 invoked Broadcast[message=7]: ok}. */
  @Override
  public String toString() {
    return "%.3f s: process %d at %s invoked %s: %s"
        .formatted(invokedAtNanos / 1e9, process, node, request, end());
  }

  /** How it ended, in words. */
  public String end() {
    if (isOk()) {
      return result == null ? "ok" : "ok, " + brief(String.valueOf(result));
    }
    return outcome().name().toLowerCase(Locale.ROOT) + ", " + error();
  }

  private static String brief(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }
}
