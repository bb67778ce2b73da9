package dev.glomers.simulation;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time of the machine. While nothing is due, what other threads bring is done, on the thread of
 * the world.
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

  /** What is due goes first: so whatever comes from outside, and however fast, time goes on. */
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
    // Nothing is measured meanwhile
    mostBelatedNanos = beforeNanos;
  }

  @Override
  long mostBelatedNanos() {
    return mostBelatedNanos;
  }
}
