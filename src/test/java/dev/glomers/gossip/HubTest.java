package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.gossip.GossipConfig.Topology;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a hub sends that began at 1000 ms, whose interval is 100 ms, and whose guard is 20 ms. */
class HubTest {
  private final Hub hub =
      new Hub(
          "n1",
          Configs.with(GossipConfig.class, Diaries.config(Topology.STAR, 100)),
          Duration.ofMillis(1000));

  private static Duration ms(long ms) {
    return Duration.ofMillis(ms);
  }

  private Duration due(long deadline, long now) {
    return hub.due(ms(deadline), ms(now));
  }

  @Test
  void theFirstItemIsSentAtOnceAndTheNextAfterAnInterval() {
    assertThat(due(1150, 1050)).isEqualTo(ms(1000));
    hub.flushed(ms(1050));
    assertThat(hub.next(ms(1050))).isEqualTo(ms(100));
    assertThat(due(1160, 1060)).isEqualTo(ms(1150));
    assertThat(hub.next(ms(1060))).isEqualTo(ms(90));
  }

  @Test
  void whatIsLateByLessThanFourGuardsWaitsForTheInterval() {
    hub.flushed(ms(1050));
    assertThat(due(1070, 1060)).isEqualTo(ms(1150));
    assertThat(due(1069, 1060)).isEqualTo(ms(1069));
  }

  @Test
  void whatIsSentBetweenLeavesTheRhythmAsItIs() {
    hub.flushed(ms(1050));
    hub.flushed(ms(1149));
    assertThat(hub.next(ms(1149))).isEqualTo(ms(1));
    hub.flushed(ms(1150));
    assertThat(hub.next(ms(1150))).isEqualTo(ms(100));
  }
}
