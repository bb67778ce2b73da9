package dev.glomers.consensus;

import dev.glomers.consensus.Messages.Request;
import dev.glomers.consensus.Snapshot.Session;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The state machine as it runs on one node, and the requests of this node's clients. What a request
 * comes to is told by the run of it here, so nobody else has to remember that.
 */
final class Replica<R> {
  private final StateMachine<R> machine;

  /** Those that nobody was told of; they get a number when somebody is. */
  private final Queue<Pending<R>> waiting = new ArrayDeque<>();

  /** Those that may be in some log, by number. */
  private final NavigableMap<Long, Pending<R>> handedOver = new TreeMap<>();

  private long lastNumber;

  private record Pending<R>(Json command, CompletableFuture<R> result) {}

  Replica(StateMachine<R> machine) {
    this.machine = machine;
  }

  CompletionStage<R> submit(Json command) {
    Pending<R> pending = new Pending<>(command, new CompletableFuture<>());
    waiting.add(pending);
    return pending.result();
  }

  /** Refuses those that nobody was told of: they never run. */
  void refuseWaiting() {
    while (!waiting.isEmpty()) {
      waiting.remove().result().completeExceptionally(refusal("no leader"));
    }
  }

  static RpcException refusal(String reason) {
    return new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, reason);
  }

  /**
   * All that are not in a log. From now on it is not certain that they never run.
   *
   * @param present which are in it
   */
  List<Request> handOver(long life, Session present) {
    while (!waiting.isEmpty()) {
      handedOver.put(++lastNumber, waiting.remove());
    }
    long from = present.life() == life ? present.number() : 0;
    return handedOver.tailMap(from, false).entrySet().stream()
        .map(each -> new Request(each.getKey(), each.getValue().command()))
        .toList();
  }

  /** Runs a command and answers its client, if he is one of this node's. */
  void apply(LogEntry entry, boolean isOwn) {
    Pending<R> pending = isOwn ? handedOver.remove(entry.number()) : null;
    CompletableFuture<R> result = pending == null ? new CompletableFuture<>() : pending.result();
    R outcome;
    try {
      outcome = machine.apply(entry.command());
    } catch (RpcException e) {
      result.completeExceptionally(e);
      return;
    }
    result.complete(outcome);
  }

  Json snapshot() {
    return machine.snapshot();
  }

  /** Goes on from a snapshot, with requests of this node's that ran elsewhere. */
  void restore(Json state, long life, Session session) {
    machine.restore(state);
    if (session.life() == life) {
      NavigableMap<Long, Pending<R>> ran = handedOver.headMap(session.number(), true);
      List<Pending<R>> lost = List.copyOf(ran.values());
      ran.clear();
      RpcException unknown = new RpcException(ErrorCode.TIMEOUT, "it ran, but not on this node");
      lost.forEach(each -> each.result().completeExceptionally(unknown));
    }
  }
}
