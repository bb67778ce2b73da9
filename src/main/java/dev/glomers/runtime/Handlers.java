package dev.glomers.runtime;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The message table of a challenge. A body's type is its record's name in snake case.
 *
 * <p>A request's handler returns the record to reply with, or a {@link CompletionStage} of it. If
 * the handler or its stage fails with an {@link RpcException}, the node sends that exception's
 * code; any other failure is answered with {@link ErrorCode#CRASH}. A body that does not fit its
 * record is answered with {@link ErrorCode#MALFORMED_REQUEST} and never reaches the handler.
 */
public interface Handlers {
  /** Answers a request; the handler does not need the sender. */
  default <Q extends Record> void request(Class<Q> body, Function<Q, ?> handler) {
    request(body, (src, request) -> handler.apply(request));
  }

  /** Answers a request; the handler is also given the sender. */
  <Q extends Record> void request(Class<Q> body, BiFunction<String, Q, ?> handler);

  /**
   * Registers invariants: claims about the challenge's state that hold between any two events. Only
   * simulations check them, after each event of the node. The claims must change nothing.
   */
  void always(Consumer<Invariants> claims);

  /**
   * Registers the state that a watched simulation shows, by name and in display order: numbers,
   * texts, lists, and maps of numbers. The first number is the node's progress, for comparison with
   * the other nodes. Only watched simulations call the supplier, which must change nothing.
   */
  void shows(Supplier<Map<String, ?>> held);

  /** Handles a message that needs no reply; the handler is also given the sender. */
  <M extends Record> void message(Class<M> body, BiConsumer<String, M> handler);

  /** So many messages wait for their receiver; more are dropped, as a network would drop them. */
  int MOST_EARLY = 1000;

  /**
   * Lets an object handle a message. What comes before the object exists waits for it, in order.
   */
  default <T, M extends Record> void message(
      Class<M> body, CompletableFuture<T> receiver, Receipt<T, M> handler) {
    Queue<CompletableFuture<T>> early = new ArrayDeque<>();
    receiver.thenAccept(
        made -> {
          early.forEach(turn -> turn.complete(made));
          early.clear();
        });
    // A request, so that the node logs what fails later too; nobody waits for its reply.
    request(
        body,
        (src, message) -> {
          if (receiver.isDone()) {
            handler.accept(receiver.join(), src, message);
          } else if (early.size() < MOST_EARLY) {
            CompletableFuture<T> turn = new CompletableFuture<>();
            early.add(turn);
            return turn.thenAccept(made -> handler.accept(made, src, message));
          }
          return null;
        });
  }

  /** How an object handles a message. */
  @FunctionalInterface
  interface Receipt<T, M> {
    void accept(T receiver, String src, M message);
  }
}
