package dev.glomers.runtime;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The message table of a challenge. A body's type is its record's name in snake case.
 *
 * <p>A request's handler returns the record to reply with, or a {@link CompletionStage} of it, or
 * fails, then or later, with an {@link RpcException}, whose code is sent. Any other failure is
 * answered with {@link ErrorCode#CRASH}. A body that does not fit its record is answered with
 * {@link ErrorCode#MALFORMED_REQUEST} and never reaches the handler.
 */
public interface Handlers {
  /** Answers a request, whoever sends it. */
  default <Q extends Record> void request(Class<Q> body, Function<Q, ?> handler) {
    request(body, (src, request) -> handler.apply(request));
  }

  /** Answers a request; the handler is also given the sender. */
  <Q extends Record> void request(Class<Q> body, BiFunction<String, Q, ?> handler);

  /**
   * Claims what holds of the challenge's state between any two events. Only simulations ask, after
   * each event of the node; must change nothing.
   */
  void always(Consumer<Invariants> claims);

  /** Takes a message that wants no reply; the handler is given the sender too. */
  <M extends Record> void message(Class<M> body, BiConsumer<String, M> handler);
}
