package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class OriginTest {
  @Property(tries = 100)
  void tellsItsNodeAndItsLife(@ForAll String node, @ForAll @LongRange(min = 0) long life) {
    String origin = Origin.of(node, life);
    assertThat(Origin.node(origin)).isEqualTo(node);
    assertThat(Origin.life(origin)).isEqualTo(life);
  }

  @Property(tries = 100)
  void theGreaterNumberIsTheLaterLifeHoweverItIsSpelt(
      @ForAll @LongRange(min = 0) long one, @ForAll @LongRange(min = 0) long other) {
    assertThat(Origin.isLater(Origin.of("n1", one), Origin.of("n1", other))).isEqualTo(one > other);
  }

  @Example
  void aLifeIsNotLaterThanItself() {
    assertThat(Origin.isLater("n1.5", "n1.5")).isFalse();
    assertThat(Origin.isLater("n1.05", "n1.5")).isFalse();
  }
}
