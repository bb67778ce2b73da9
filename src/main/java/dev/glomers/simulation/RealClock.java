package dev.glomers.simulation;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows the machine's time. While no event is due, the world's thread runs the actions of other
 * threads.
 */
final class RealClock extends Clock {
  private final long start = System.nanoTime();
  private final BlockingQueue<Runnable> outside = new LinkedBlockingQueue<>();
  private long latest;

  @Override
  void post(Runnable action) {
    outside.add(action);
  }

  @Override
  long now() {
    return System.nanoTime() - start;
  }

  /** Due events go first, so that time advances however many actions other threads post. */
  @Override
  boolean reach(long time) {
    long wait = time - now();
    if (wait <= 0) {
      latest = Math.max(latest, -wait);
      return true;
    }
    try {
      @Nullable Runnable action = outside.poll(wait, TimeUnit.NANOSECONDS);
      if (action != null) {
        action.run();
      }
      return action == null;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  void settle(long enough, BooleanSupplier settled) {
    long before = latest;
    while (!settled.getAsBoolean()) {
      step();
    }
    // No latency is measured meanwhile
    latest = before;
  }

  @Override
  long latest() {
    return latest;
  }
}
