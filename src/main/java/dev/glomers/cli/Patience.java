package dev.glomers.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a command stops before its tests have ended. */
final class Patience {
  private final @Nullable Long endNanos;
  private @Nullable Long endOfTestNanos;
  private int failuresLeft;
  private @Nullable String over;

  /**
   * @param budget the time for all tests together; null for no limit
   * @param failFast the number of failed runs after which to stop; null for no limit
   */
  Patience(@Nullable Duration budget, @Nullable Integer failFast) {
    endNanos = budget == null ? null : System.nanoTime() + budget.toNanos();
    failuresLeft = failFast == null ? Integer.MAX_VALUE : failFast;
  }

  /**
   * Begins a test, which may take an equal share of the time that is left.
   *
   * @param tests how many tests are left, including this one
   */
  void begin(int tests) {
    if (endNanos != null) {
      long nowNanos = System.nanoTime();
      endOfTestNanos = nowNanos + (endNanos - nowNanos) / tests;
    }
  }

  void failed() {
    if (--failuresLeft == 0) {
      end("enough runs have failed");
    }
  }

  /** Stops all tests. */
  void end(String why) {
    over = why;
  }

  /** Why no test may continue, in words; null if tests may. */
  @Nullable String over() {
    return over;
  }

  /** Why the current test may not continue, in words; null if it may. */
  @Nullable String overForTest() {
    boolean late = endOfTestNanos != null && System.nanoTime() - endOfTestNanos >= 0;
    return over == null && late ? "its time is over" : over;
  }
}
