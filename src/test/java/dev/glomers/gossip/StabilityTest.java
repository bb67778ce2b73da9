package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.gossip.GossipConfig.Topology;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When nodes know that all have an item, and what they may rely on then. */
class StabilityTest {
  private static final Duration SETTLED = Duration.ofSeconds(5);

  private static Diaries cluster(int nodes, Topology topology) {
    Diaries diaries = Diaries.stable(nodes, 1, Diaries.config(topology, 100));
    diaries.delay(Duration.ofMillis(10));
    return diaries;
  }

  @ParameterizedTest
  @EnumSource
  void underLoadAnItemIsStableEverywhereAfterAFewIntervals(Topology topology) {
    Diaries diaries = cluster(5, topology);
    diaries.addOften(200, Duration.ofSeconds(2));
    int end = diaries.diary(4).replication().length(diaries.diary(4).replication().origin());
    diaries.addOften(50, Duration.ofMillis(500));
    String origin = diaries.diary(4).replication().origin();
    assertThat(diaries.all()).allMatch(node -> node.stable(origin) >= end);
    diaries.assertNothingWrong();
  }

  @ParameterizedTest
  @EnumSource
  void theLastItemIsStableEverywhereThoughNothingFollows(Topology topology) {
    Diaries diaries = cluster(5, topology);
    IntStream.range(0, 5).forEach(diaries::add);
    diaries.run(SETTLED);
    assertThat(diaries.all()).allMatch(Diary::isAllStable);
    diaries.assertSilent();
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsStableThatOneLacks(Topology topology) {
    Diaries diaries = cluster(3, topology);
    diaries.run(SETTLED);
    diaries.cut(0, 2);
    diaries.cut(1, 2);
    diaries.add(0);
    diaries.run(Duration.ofMinutes(1));
    assertThat(diaries.all()).allMatch(node -> node.stable("n0.0") == 0);
    diaries.heal();
    diaries.run(SETTLED);
    assertThat(diaries.all()).allMatch(node -> node.stable("n0.0") == 1);
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsStableWhileOneHasWhatIsNotHere(Topology topology) {
    Diaries diaries = cluster(2, topology);
    diaries.run(SETTLED);
    diaries.cut(0, 1);
    long unheard = diaries.add(1);
    diaries.add(0);
    diaries.run(SETTLED);
    diaries.heal();
    while (diaries.diary(0).stable("n0.0") == 0) {
      diaries.run(Duration.ofMillis(1));
    }
    assertThat(diaries.diary(0).has(unheard)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aNodeThatRestartsIsToldWhatIsStable(Topology topology) {
    Diaries diaries = cluster(3, topology);
    diaries.add(0);
    diaries.add(1);
    diaries.run(SETTLED);
    diaries.node(1).restart();
    diaries.run(SETTLED);
    assertThat(diaries.all()).allMatch(Diary::isAllStable);
    assertThat(diaries.diary(1).stable("n0.0")).isEqualTo(1);
    assertThat(diaries.diary(1).stable("n1.0")).isEqualTo(1);
    diaries.assertNothingWrong();
  }

  @ParameterizedTest
  @EnumSource
  void whatAFormerLifeSaidLateIsNotTakenIn(Topology topology) {
    Diaries diaries = cluster(3, topology);
    diaries.run(SETTLED);
    diaries.hold(0, 2);
    diaries.hold(1, 2);
    long late = diaries.add(2);
    diaries.run(Duration.ofSeconds(1));
    diaries.node(2).restart();
    diaries.heal();
    long soon = diaries.add(2);
    diaries.run(Duration.ofSeconds(1));
    diaries.release();
    diaries.run(Duration.ofSeconds(10));
    diaries.assertAllHave(soon);
    assertThat(diaries.all()).noneMatch(node -> node.has(late));
    assertThat(diaries.all()).allMatch(Diary::isAllStable);
  }

  @Test
  void aLifeThatOnlyOneHasHeardOfHoldsBackWhatIsStableThere() {
    Diaries diaries = cluster(3, Topology.MESH);
    diaries.run(SETTLED);
    diaries.node(2).restart();
    diaries.cut(1, 2);
    diaries.cut(0, 1);
    diaries.add(0);
    diaries.run(Duration.ofMinutes(1));
    assertThat(diaries.diary(0).stable("n0.0")).isZero();
    diaries.heal();
    diaries.run(SETTLED);
    assertThat(diaries.all()).allMatch(Diary::isAllStable);
  }
}
