package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.gossip.GossipConfig.Acknowledge;
import dev.glomers.gossip.GossipConfig.Topology;
import java.time.Duration;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/**
 * Under all faults each node takes each item once and in the order of its log, believes only true
 * things about others, and promises only what it can keep.
 */
class ConvergenceTest {
  /** By then all is over, from the end of all faults, though some nodes were paused for long. */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  @Property(tries = 30, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void inTheEndAllHaveWhatAnyHasAndAreSilent(
      @ForAll @IntRange(min = 2, max = 5) int nodes,
      @ForAll Topology topology,
      @ForAll boolean gathers,
      @ForAll Acknowledge acknowledge,
      @ForAll long seed) {
    Diaries diaries =
        Diaries.of(nodes, seed, Diaries.config(topology, gathers ? 100 : 0, acknowledge));
    diaries.turmoil(100);
    diaries.run(SETTLED);
    diaries.assertAllHaveWhatAnyHas();
    // In a star a leaf does not know what is reachable.
    assertThat(diaries.all())
        .allMatch(node -> node.promises() == 0 || acknowledge == Acknowledge.REACHABLE);
    diaries.assertSilent();
  }

  @Property(tries = 30, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void inTheEndAllIsStableEverywhereAndNothingTurnsUpBelow(
      @ForAll @IntRange(min = 2, max = 5) int nodes,
      @ForAll Topology topology,
      @ForAll boolean gathers,
      @ForAll long seed) {
    Diaries diaries = Diaries.stable(nodes, seed, Diaries.config(topology, gathers ? 100 : 0));
    diaries.turmoil(100);
    diaries.run(SETTLED);
    diaries.assertAllHaveWhatAnyHas();
    assertThat(diaries.all()).allMatch(Diary::isAllStable);
    diaries.assertSilent();
  }
}
