package dev.glomers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class RoundTripTest {
  private static final Duration MARGIN = Duration.ofMillis(10);

  private final RoundTrip roundTrip = new RoundTrip(MARGIN);

  /** Asks again and again; how many of the answers come after the time-out. */
  private int late(int questions, LongSupplier millis) {
    int late = 0;
    for (int i = 0; i < questions; i++) {
      Duration taken = Duration.ofMillis(millis.getAsLong());
      if (taken.compareTo(roundTrip.timeout()) > 0) {
        late++;
        roundTrip.expired();
      }
      roundTrip.measured(taken);
    }
    return late;
  }

  @Test
  void beginsWithASecond() {
    assertThat(roundTrip.smoothed()).isEmpty();
    assertThat(roundTrip.timeout()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void convergesOnWhatIsConstant() {
    assertThat(late(50, () -> 200)).isZero();
    assertThat(roundTrip.smoothed()).contains(Duration.ofMillis(200));
    assertThat(roundTrip.timeout()).isEqualTo(Duration.ofMillis(210));
  }

  @Test
  void isRarelySurprisedByWhatIsExponential() {
    SplittableRandom random = new SplittableRandom(1);
    LongSupplier there = () -> Math.round(-100 * Math.log(1 - random.nextDouble()));
    int late = late(10_000, () -> there.getAsLong() + there.getAsLong());
    assertThat(late).isBetween(1, 300);
    assertThat(roundTrip.timeout()).isBetween(Duration.ofMillis(250), Duration.ofMillis(1500));
  }

  @Test
  void followsALatencyThatChanges() {
    assertThat(late(50, () -> 20)).isZero();
    assertThat(late(50, () -> 10_000)).isEqualTo(1);
    assertThat(roundTrip.timeout()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
    assertThat(late(100, () -> 20)).isZero();
    assertThat(roundTrip.timeout()).isLessThan(Duration.ofMillis(100));
  }

  @Test
  void backsOffToABoundUntilThereIsAnAnswer() {
    for (int seconds = 2; seconds <= 4; seconds *= 2) {
      roundTrip.expired();
      assertThat(roundTrip.timeout()).isEqualTo(Duration.ofSeconds(seconds));
    }
    roundTrip.expired();
    assertThat(roundTrip.timeout()).isEqualTo(Duration.ofSeconds(4));
    roundTrip.measured(Duration.ofMillis(100));
    assertThat(roundTrip.timeout()).isEqualTo(Duration.ofMillis(300));
  }

  @Test
  void aBackoffNeverShortensWhatWasMeasured() {
    late(50, () -> 10_000);
    Duration before = roundTrip.timeout();
    roundTrip.expired();
    assertThat(roundTrip.timeout()).isEqualTo(before);
  }
}
