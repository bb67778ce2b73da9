package dev.glomers.consensus;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import java.util.concurrent.CompletionStage;

/**
 * Has commands run on all nodes in one order.
 *
 * @param <R> what a command comes to
 */
public interface Agreement<R> {
  /**
   * Runs a command once, after all that were answered before it was submitted anywhere.
   *
   * @param command whatever has a JSON form
   * @return what it comes to here; or an {@link RpcException} with what the state machine threw,
   *     with {@link ErrorCode#TEMPORARILY_UNAVAILABLE} if it is certain that it never runs, or with
   *     {@link ErrorCode#TIMEOUT} if it ran and nothing is known of what came of it. May take for
   *     ever, as long as no majority answers.
   */
  CompletionStage<R> submit(Object command);
}
