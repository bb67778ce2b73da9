package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
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
  void oneThatIsRebornIsAnotherOrigin() {
    lives.reborn("n1.8");
    assertThat(lives.own()).isEqualTo("n1.8");
    assertThat(lives.latest("n1")).isEqualTo("n1.8");
  }
}
