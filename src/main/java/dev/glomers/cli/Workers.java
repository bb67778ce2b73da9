package dev.glomers.cli;

import dev.glomers.simulation.Run;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Runs seeds on all cores, and delivers each run as soon as it is done. */
final class Workers implements AutoCloseable {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private final ExecutorService threads = Executors.newFixedThreadPool(CORES, Workers::thread);
  private final ExecutorCompletionService<Run> runs = new ExecutorCompletionService<>(threads);

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "simulation");
    // Interrupted runs end with the command
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs seeds, at least one, until there are no more or {@code over} is true.
   *
   * @param done gets each run on this thread, in the order in which they end
   * @throws InterruptedException at once, even if runs are under way
   */
  void run(Seeds seeds, LongFunction<Run> test, BooleanSupplier over, Consumer<Run> done)
      throws InterruptedException {
    long begun = 0;
    for (long ended = 0; ; ended++) {
      while (begun < seeds.count()
          && begun - ended < CORES
          && (begun == 0 || !over.getAsBoolean())) {
        long seed = seeds.get(begun++);
        runs.submit(() -> test.apply(seed));
      }
      if (ended == begun) {
        return;
      }
      done.accept(take());
    }
  }

  private Run take() throws InterruptedException {
    try {
      return runs.take().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
