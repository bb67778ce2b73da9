package dev.glomers.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a command goes on, if its tests do not end before. */
final class Patience {
  private final @Nullable Long endNanos;
  private @Nullable Long endOfTestNanos;
  private int failuresLeft;
  private @Nullable String over;

  /**
   * @param budget for all tests together; null for any time
   * @param failFast after how many failed runs to stop; null for never
   */
  Patience(@Nullable Duration budget, @Nullable Integer failFast) {
    endNanos = budget == null ? null : System.nanoTime() + budget.toNanos();
    failuresLeft = failFast == null ? Integer.MAX_VALUE : failFast;
  }

  /**
   * A test begins, which may take an equal part of the time.
   *
   * @param tests how many are left, with this one
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

  /** Nothing goes on from here. */
  void end(String why) {
    over = why;
  }

  /** Why no test goes on, in words; null if one may. */
  @Nullable String over() {
    return over;
  }

  /** Why the test that has begun does not go on, in words; null if it may. */
  @Nullable String overForTest() {
    boolean late = endOfTestNanos != null && System.nanoTime() - endOfTestNanos >= 0;
    return over == null && late ? "its time is over" : over;
  }
}
