package dev.glomers.simulation.workload;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One process: carries out its operations one after the other. It may remember between them. */
@FunctionalInterface
public interface Client {
  /**
   * Carries out an operation.
   *
   * @return what goes into the history as its {@linkplain Operation#result() result}; or a failure,
   *     of which {@link Workload#failed} says what it means
   */
  CompletionStage<? extends @Nullable Object> invoke(Record operation);
}
