package dev.glomers.gossip;

import dev.glomers.runtime.Invariants;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Keeps a node's items for its later lives. */
interface Journal {
  /** Begins a life, returns its number, and reads what former lives kept. */
  CompletionStage<Long> open();

  /** What former lives kept, each log in its order; call it once the journal is open. */
  List<Logs.Delta> found();

  /** Whether the journal can take nothing at the moment. */
  default boolean isFull() {
    return false;
  }

  default void situations(Invariants always) {}

  /**
   * Writes what is new in the logs.
   *
   * @param durable runs whenever more of the logs is {@linkplain Logs#durable durable}, perhaps at
   *     once
   */
  void write(Logs logs, Runnable durable);
}
