package dev.glomers.consensus;

import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;

/**
 * What all nodes run the same commands on, in the same order (§2). It depends on nothing but those.
 *
 * @param <R> what a command comes to
 */
public interface StateMachine<R> {
  /**
   * Runs a command.
   *
   * @throws RpcException with a definite code, if that is what it comes to; nothing has changed
   *     then
   */
  R apply(Json command);

  /** All of the state. */
  Json snapshot();

  /** Puts what {@link #snapshot} gave in place of the state. */
  void restore(Json snapshot);
}
