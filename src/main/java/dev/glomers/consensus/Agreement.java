package dev.glomers.consensus;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.consensus.Messages.Request;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * Has commands run on all nodes in one order: the state as it is on one node, and the requests of
 * this node's clients. What a request comes to is told by the run of it here, so nobody else has to
 * remember that.
 *
 * @param <R> what a command comes to
 */
public final class Agreement<R> {
  private final BiFunction<Map<Json, Json>, Json, R> machine;
  private final Map<Json, Json> state = new LinkedHashMap<>();
  private Runnable submitted = () -> {};

  /** Those that nobody was told of; they get a number when somebody is. */
  private final Queue<Pending<R>> waiting = new ArrayDeque<>();

  /** Those that may be in some log, by number. */
  private final NavigableMap<Long, Pending<R>> handedOver = new TreeMap<>();

  private long lastNumber;

  private record Pending<R>(Json command, CompletableFuture<R> result) {}

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private record Pair(Json key, Json value) {}

  private record Pairs(List<Pair> state) {}

  Agreement(BiFunction<Map<Json, Json>, Json, R> machine) {
    this.machine = machine;
  }

  /** How many keys the state has. */
  int keys() {
    return state.size();
  }

  /** Says what to do when a request has come. */
  void onSubmit(Runnable action) {
    submitted = action;
  }

  /**
   * Runs a command once, after all that were answered before it was submitted anywhere.
   *
   * @param command whatever has a JSON form
   * @return what it comes to here; or an {@link RpcException} with what the machine threw, with
   *     {@link ErrorCode#TEMPORARILY_UNAVAILABLE} if it is certain that it never runs, or with
   *     {@link ErrorCode#TIMEOUT} if it ran and nothing is known of what came of it. May take for
   *     ever, as long as no majority answers.
   */
  public CompletionStage<R> submit(Object command) {
    Pending<R> pending = new Pending<>(Json.of(command), new CompletableFuture<>());
    waiting.add(pending);
    submitted.run();
    return pending.result();
  }

  /** Refuses those that nobody was told of: they never run. */
  void refuseWaiting() {
    while (!waiting.isEmpty()) {
      fail(waiting.remove(), ErrorCode.TEMPORARILY_UNAVAILABLE, "no leader, or no space on disk");
    }
  }

  private static void fail(Pending<?> pending, ErrorCode code, String words) {
    pending.result().completeExceptionally(new RpcException(code, words));
  }

  /**
   * All that are not in a log. From now on it is not certain that they never run.
   *
   * @param present up to which number they are in it
   */
  List<Request> handOver(long present) {
    while (!waiting.isEmpty()) {
      handedOver.put(++lastNumber, waiting.remove());
    }
    return handedOver.tailMap(present, false).entrySet().stream()
        .map(each -> new Request(each.getKey(), each.getValue().command()))
        .toList();
  }

  /** Runs a command and answers its client, if he is one of this node's. */
  void apply(LogEntry entry, boolean isOwn) {
    Pending<R> pending = isOwn ? handedOver.remove(entry.number()) : null;
    CompletableFuture<R> result = pending == null ? new CompletableFuture<>() : pending.result();
    R outcome;
    try {
      outcome = machine.apply(state, entry.command());
    } catch (RpcException e) {
      result.completeExceptionally(e);
      return;
    }
    result.complete(outcome);
  }

  /** All of the state. */
  Json snapshot() {
    List<Pair> pairs = new ArrayList<>();
    state.forEach((key, value) -> pairs.add(new Pair(key, value)));
    return Json.of(new Pairs(pairs));
  }

  /**
   * Goes on from a snapshot.
   *
   * @param present up to which number it has this node's requests, which ran elsewhere then
   */
  void restore(Json snapshot, long present) {
    state.clear();
    for (Pair pair : snapshot.as(Pairs.class).state()) {
      state.put(pair.key(), pair.value());
    }
    while (!handedOver.isEmpty() && handedOver.firstKey() <= present) {
      Pending<R> ran = handedOver.pollFirstEntry().getValue();
      fail(ran, ErrorCode.TIMEOUT, "it ran, but not on this node");
    }
  }
}
