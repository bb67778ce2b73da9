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
  private final long startNanos = System.nanoTime();
  private final BlockingQueue<Runnable> outside = new LinkedBlockingQueue<>();
  private long mostBelatedNanos;

  @Override
  void post(Runnable action) {
    outside.add(action);
  }

  @Override
  long nowNanos() {
    return System.nanoTime() - startNanos;
  }

  /** Due events go first, so that time advances however many actions other threads post. */
  @Override
  boolean reach(long timeNanos) {
    long waitNanos = timeNanos - nowNanos();
    if (waitNanos <= 0) {
      mostBelatedNanos = Math.max(mostBelatedNanos, -waitNanos);
      return true;
    }
    try {
      @Nullable Runnable action = outside.poll(waitNanos, TimeUnit.NANOSECONDS);
      if (action != null) {
        action.run();
      }
      return action == null;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  void settle(long enoughNanos, BooleanSupplier settled) {
    long beforeNanos = mostBelatedNanos;
    while (!settled.getAsBoolean()) {
      step();
    }
    // No latency is measured meanwhile
    mostBelatedNanos = beforeNanos;
  }

  @Override
  long mostBelatedNanos() {
    return mostBelatedNanos;
  }
}
