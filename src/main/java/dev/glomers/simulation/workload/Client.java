package dev.glomers.simulation.workload;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One process. Carries out its operations one after the other, and may keep state between them. */
@FunctionalInterface
public interface Client {
  /**
   * Carries out an operation.
   *
   * @return the {@linkplain Operation#result() result} for the history; or a failure, which {@link
   *     Workload#failed} interprets
   */
  CompletionStage<? extends @Nullable Object> invoke(Record operation);
}
