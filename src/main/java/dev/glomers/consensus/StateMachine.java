package dev.glomers.consensus;

import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import java.util.Map;

/**
 * What all nodes run the same commands on, in the same order (§2).
 *
 * @param <R> what a command comes to
 */
@FunctionalInterface
public interface StateMachine<R> {
  /**
   * Runs a command; depends on nothing but what it is given.
   *
   * @param state what commands have left there; the only thing that they may change
   * @throws RpcException with a definite code, if that is what it comes to; nothing has changed
   *     then
   */
  R apply(Map<Json, Json> state, Json command);
}
