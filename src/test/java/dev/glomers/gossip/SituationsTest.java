package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.gossip.GossipConfig.Acknowledge;
import dev.glomers.gossip.GossipConfig.Topology;
import dev.glomers.runtime.Durability;
import dev.glomers.runtime.TestInvariants;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a sweep counts as reached is so. */
class SituationsTest {
  private static final String NEWBORN = "a node knows of nothing";
  private static final String SUSPECT = "a node is suspected";
  private static final String LACK = "a node does not have all";
  private static final String OTHER_HUB = "another node than the first is the hub";
  private static final String WAITING = "a request waits until it is safe";
  private static final String NOT_DURABLE = "something is not durable yet";

  /** Long enough for all that is to happen. */
  private static final Duration SETTLED = Duration.ofSeconds(10);

  private static List<String> reached(Diaries diaries, int node) {
    TestInvariants situations = new TestInvariants();
    diaries.node(node).claim(situations);
    return situations.reached();
  }

  @Test
  void aNodeThatHasJustStartedKnowsOfNothing() {
    Diaries diaries = Diaries.of(3, 1, Diaries.config(Topology.STAR, 100));
    assertThat(reached(diaries, 0)).containsExactly(NEWBORN);
    diaries.run(SETTLED);
    assertThat(reached(diaries, 0)).isEmpty();
  }

  @Test
  void whereTheHubIsSilentTheNextIsTheHubAndLackingIsWhoIsSuspected() {
    Diaries diaries = Diaries.of(3, 1, Diaries.config(Topology.STAR, 100));
    diaries.addOften(20, Duration.ofSeconds(2));
    diaries.run(SETTLED);
    diaries.node(0).pause();
    diaries.add(1);
    assertThat(reached(diaries, 1)).containsExactly(LACK);
    diaries.run(SETTLED);
    assertThat(reached(diaries, 1)).containsExactlyInAnyOrder(OTHER_HUB, SUSPECT, LACK);
    assertThat(reached(diaries, 2)).containsExactly(SUSPECT);
    diaries.node(0).resume();
    diaries.run(SETTLED);
    assertThat(reached(diaries, 0)).isEmpty();
    assertThat(reached(diaries, 1)).isEmpty();
  }

  @Test
  void inAMeshNobodyIsTheHub() {
    Diaries diaries = Diaries.of(2, 1, Diaries.config(Topology.MESH, 100));
    diaries.run(SETTLED);
    assertThat(reached(diaries, 1)).isEmpty();
  }

  @Test
  void aRequestWaitsUntilItIsSafe() {
    Diaries diaries = Diaries.of(2, 1, Diaries.config(Topology.MESH, 100, Acknowledge.REPLICATED));
    diaries.run(SETTLED);
    diaries.add(0);
    assertThat(reached(diaries, 0)).containsExactlyInAnyOrder(WAITING, LACK);
    diaries.run(SETTLED);
    assertThat(reached(diaries, 0)).isEmpty();
  }

  @Test
  void whatIsNotOnDiskIsNotDurable() {
    Diaries diaries = Diaries.journaled(Topology.MESH, Durability.DISK, Acknowledge.RECEIVED);
    diaries.run(SETTLED);
    diaries.add(0);
    assertThat(reached(diaries, 0)).containsExactlyInAnyOrder(WAITING, NOT_DURABLE);
    diaries.run(SETTLED);
    assertThat(reached(diaries, 0)).isEmpty();
  }
}
