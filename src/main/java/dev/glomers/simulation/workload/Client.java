package dev.glomers.simulation.workload;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One process: carries out its operations one after the other. It may remember between them. */
public interface Client {
  /** What is asked of the node before the first operation; one client of each node does it. */
  default CompletionStage<?> setUp() {
    return CompletableFuture.completedFuture(null);
  }

  /**
   * Carries out an operation.
   *
   * @return what goes into the history as its {@linkplain Operation#result() result}; or a failure,
   *     of which {@link Workload#failed} says what it means
   */
  CompletionStage<? extends @Nullable Object> invoke(Record operation);
}
