package dev.glomers.runtime;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

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

  /**
   * Shows to whoever watches a simulation what this node holds, by name and in the order to be
   * shown: numbers, texts, lists, and maps of numbers. The first number says how far the node is,
   * compared with the others. Only simulations that are watched ask; must change nothing.
   */
  void shows(Supplier<Map<String, ?>> held);

  /** Takes a message that wants no reply; the handler is given the sender too. */
  <M extends Record> void message(Class<M> body, BiConsumer<String, M> handler);
}
