package dev.glomers.gossip;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ToIntFunction;

/** What is added here and not yet as safe as promised, in the order in which it was added. */
final class Promises {
  private final Queue<Promise> open = new ArrayDeque<>();

  private record Promise(Arrivals.Mark mark, CompletableFuture<Void> kept) {}

  CompletionStage<Void> await(Arrivals.Mark mark) {
    CompletableFuture<Void> kept = new CompletableFuture<>();
    open.add(new Promise(mark, kept));
    return kept;
  }

  boolean isAnyOpen() {
    return !open.isEmpty();
  }

  /**
   * Keeps what can be kept.
   *
   * @param safe how much of an origin's log is safe
   */
  void keep(ToIntFunction<String> safe) {
    for (Promise next = open.peek();
        next != null && safe.applyAsInt(next.mark().name()) >= next.mark().end();
        next = open.peek()) {
      open.remove();
      next.kept().complete(null);
    }
  }
}
