package dev.glomers.gossip;

import dev.glomers.runtime.Invariants;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Keeps what a node has for its later lives. */
interface Journal {
  /** Begins a life, whose number it returns, and finds what was kept before. */
  CompletionStage<Long> open();

  /** What was kept, each log in its order; to be called once it is open. */
  List<Logs.Delta> found();

  /** Whether nothing can be kept at the moment. */
  default boolean isFull() {
    return false;
  }

  default void situations(Invariants always) {}

  /**
   * Keeps what is new in the logs.
   *
   * @param durable run whenever more of them is {@linkplain Logs#durable durable}, perhaps at once
   */
  void write(Logs logs, Runnable durable);
}
