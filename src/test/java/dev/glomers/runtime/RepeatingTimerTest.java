package dev.glomers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatingTimerTest {
  private static final Duration INTERVAL = Duration.ofMillis(10);

  private final TestScheduler scheduler = new TestScheduler();
  private final List<Long> runs = new ArrayList<>();

  private void note() {
    runs.add(scheduler.now().toMillis());
  }

  @Test
  void runsFirstAfterOneInterval() {
    scheduler.every(INTERVAL, this::note);
    scheduler.advance(Duration.ofMillis(35));
    assertThat(runs).containsExactly(10L, 20L, 30L);
  }

  @Test
  void stopsWhenCancelledEvenByItself() {
    Scheduler.Timer[] timer = new Scheduler.Timer[1];
    timer[0] =
        scheduler.every(
            INTERVAL,
            () -> {
              note();
              timer[0].cancel();
            });
    scheduler.advance(Duration.ofMillis(35));
    assertThat(runs).containsExactly(10L);
    assertThat(scheduler.pending()).isZero();
  }

  @Test
  void outlivesATaskThatFails() {
    scheduler.every(
        INTERVAL,
        () -> {
          note();
          throw new IllegalStateException("bug");
        });
    for (int i = 0; i < 2; i++) {
      assertThatIllegalStateException().isThrownBy(() -> scheduler.advance(INTERVAL));
    }
    assertThat(runs).containsExactly(10L, 20L);
  }

  @Test
  void needsAnInterval() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scheduler.every(Duration.ZERO, this::note));
  }
}
