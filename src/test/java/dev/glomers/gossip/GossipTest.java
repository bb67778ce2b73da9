package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glomers.gossip.GossipConfig.Topology;
import dev.glomers.runtime.Invariants;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GossipTest {
  @ParameterizedTest
  @CsvSource({
    "interval, -1ms",
    "guard, -1ms",
    "ack-delay, -1ms",
    "store-delay, -1ms",
    "retry-interval, 0ms",
    "catch-up-delay, -1ms"
  })
  void aTimeThatMakesNoSenseIsRefusedByName(String property, String time) {
    assertThatThrownBy(() -> Diaries.of(2, 1, Map.of(property, time)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("glomers.gossip." + property);
  }

  @Test
  void aNodeClaimsOfEachPeerInTurnWhatThatHas() {
    Diaries diaries = Diaries.of(4, 1, Diaries.config(Topology.MESH, 0));
    diaries.add(0);
    diaries.run(Duration.ofSeconds(3));
    Set<String> peers = new TreeSet<>();
    Set<String> claimed = new TreeSet<>();
    Invariants claims =
        new Invariants() {
          @Override
          public void holds(String what, boolean condition) {}

          @Override
          public long grows(String what, long value) {
            claimed.add(what + ": " + value);
            return 0;
          }

          @Override
          public void has(Object sequence, Object item) {}

          @Override
          public void knows(String peer, Object sequence, long count) {
            peers.add(peer);
          }

          @Override
          public void settles(Object name, Object value) {}

          @Override
          public boolean inFull() {
            return true;
          }
        };
    for (int turn = 0; turn < 3; turn++) {
      diaries.node(1).claim(claims);
    }
    assertThat(peers).containsExactly("n0", "n2", "n3");
    assertThat(claimed).containsExactly("how much is here: 1");
  }

  @Test
  void aNodeThatIsAloneHasCaughtUp() {
    Diaries diaries = Diaries.of(1, 1, Diaries.config(Topology.STAR, 100));
    assertThat(diaries.diary(0).replication().catchUp().toCompletableFuture()).isCompleted();
  }

  @Test
  void catchingUpTakesTwoLatencies() {
    Diaries diaries = Diaries.of(3, 1, Diaries.config(Topology.MESH, 100));
    diaries.delay(Duration.ofMillis(10));
    diaries.run(Duration.ofSeconds(10));
    diaries.node(0).restart();
    var caughtUp = diaries.diary(0).replication().catchUp().toCompletableFuture();
    diaries.run(Duration.ofMillis(19));
    assertThat(caughtUp).isNotCompleted();
    diaries.run(Duration.ofMillis(1));
    assertThat(caughtUp).isCompleted();
  }
}
