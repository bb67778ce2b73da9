package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LivesTest {
  private final Lives lives = new Lives("n1.1");

  @Test
  void theLatestLifeOfANodeIsTheOneWithTheGreatestNumber() {
    assertThat(lives.latest("n1")).isEqualTo("n1.1");
    assertThat(lives.latest("n2")).isNull();
    lives.born("n2.2");
    lives.born("n2.9");
    lives.born("n2.5");
    lives.born(Map.of("n3.4", 1, "=n4.1", 1));
    assertThat(lives.latest()).containsExactlyInAnyOrder("n1.1", "n2.9", "n3.4");
  }

  @Test
  void whoIsKnownByALaterLifeBecomesALaterOneStill() {
    assertThat(lives.outlive("n1.8", new SplittableRandom(1))).isTrue();
    assertThat(Origin.node(lives.own())).isEqualTo("n1");
    assertThat(Origin.isLater(lives.own(), "n1.8")).isTrue();
    assertThat(lives.latest("n1")).isEqualTo(lives.own());
  }

  @Test
  void theLaterLifeIsLaterWhateverIsDrawn() {
    lives.outlive("n1.8", () -> 0);
    assertThat(lives.own()).isEqualTo("n1.9");
  }

  @Test
  void whoIsKnownByAnEarlierLifeOrNotAtAllStaysWhatItIs() {
    assertThat(lives.outlive("", new SplittableRandom(1))).isFalse();
    assertThat(lives.outlive("n1.0", new SplittableRandom(1))).isFalse();
    assertThat(lives.outlive("n2.9", new SplittableRandom(1))).isFalse();
    assertThat(lives.own()).isEqualTo("n1.1");
  }
}
