package dev.glomers.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.runtime.Scheduler.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RealSchedulerTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final RealScheduler scheduler = new RealScheduler(nanos::get);
  private final List<String> ran = new ArrayList<>();

  private Timer after(long delay, String name) {
    return scheduler.after(Duration.ofNanos(delay), () -> ran.add(name));
  }

  private List<String> runDue() {
    for (Runnable task = scheduler.takeDue(); task != null; task = scheduler.takeDue()) {
      task.run();
    }
    return ran;
  }

  @Test
  void runsTasksInTheOrderInWhichTheyAreDue() {
    after(20, "late");
    after(10, "early");
    after(10, "early too");
    after(0, "now");
    nanos.addAndGet(30);
    assertThat(runDue()).containsExactly("now", "early", "early too", "late");
  }

  @Test
  void runsNoTaskBeforeItsTime() {
    after(10, "a");
    nanos.addAndGet(9);
    assertThat(runDue()).isEmpty();
    nanos.addAndGet(1);
    assertThat(runDue()).containsExactly("a");
  }

  @Test
  void tellsHowLongToWait() {
    assertThat(scheduler.nanosUntilNext()).isEqualTo(Long.MAX_VALUE);
    after(20, "a");
    Timer first = after(10, "b");
    nanos.addAndGet(4);
    assertThat(scheduler.nanosUntilNext()).isEqualTo(6);
    first.cancel();
    assertThat(scheduler.nanosUntilNext()).isEqualTo(16);
    nanos.addAndGet(20);
    assertThat(scheduler.nanosUntilNext()).isNotPositive();
  }

  @Test
  void forgetsWhatIsCancelled() {
    Timer cancelled = after(10, "cancelled");
    Timer done = after(10, "done");
    cancelled.cancel();
    nanos.addAndGet(10);
    assertThat(runDue()).containsExactly("done");
    done.cancel();
    cancelled.cancel();
    assertThat(scheduler.nanosUntilNext()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aTaskMaySetAnother() {
    scheduler.after(Duration.ZERO, () -> after(0, "second"));
    assertThat(runDue()).containsExactly("second");
  }

  @Test
  void takesTasksFromOtherThreadsAndWakesTheLoop() {
    scheduler.wakes(() -> ran.add("woken"));
    after(0, "own");
    scheduler.post(() -> ran.add("posted"));
    assertThat(runDue()).containsExactly("woken", "posted", "own");
  }

  @Test
  void timeBeginsAnywhereAndGoesOn() {
    Duration before = scheduler.now();
    nanos.addAndGet(7);
    assertThat(scheduler.now()).isEqualTo(before.plusNanos(7));
  }

  @Test
  void eachSchedulerDrawsOtherNumbers() {
    assertThat(scheduler.random().nextLong()).isNotEqualTo(new RealScheduler().random().nextLong());
  }
}
