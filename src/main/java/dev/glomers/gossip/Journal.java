package dev.glomers.gossip;

import dev.glomers.runtime.Invariants;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Keeps a node's items for its later lives. */
interface Journal {
  /**
   * What a life begins with.
   *
   * @param life its number
   * @param found what former lives kept, each log in its order
   */
  record Opened(long life, List<Extent> found) {}

  /** Begins a life and reads what former lives kept. */
  CompletionStage<Opened> open();

  /** Fails while the journal can take nothing. */
  default void requireRoom() {}

  default void situations(Invariants always) {}

  /** From now on keeps these logs. */
  default void keep(Logs logs) {}

  /**
   * Writes what is new in the logs, and tells them once it is {@linkplain Logs#durable durable}.
   */
  default void write() {}
}
