package dev.glomers.gossip;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ToIntFunction;

/** Acknowledgements that wait until an item is as safe as promised, in the order of the items. */
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
   * Completes the promises that are kept by now.
   *
   * @param safe how much of an origin's log is as safe as promised
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
