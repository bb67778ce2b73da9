package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.gossip.GossipConfig.Topology;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A star whose hub is down, or unreachable for some nodes. */
class FailoverTest {
  private static final Duration LATENCY = Duration.ofMillis(20);

  /** Long enough to notice that a node does not answer, and to do without it. */
  private static final Duration FAILOVER = Duration.ofSeconds(4);

  /** By then all have what any has, from the end of all faults. */
  private static final Duration HEALED = Duration.ofSeconds(2);

  /** What takes an interval and two latencies where nothing is amiss. */
  private static final Duration SOON = Duration.ofMillis(150);

  private static Diaries star(int nodes, int intervalMs) {
    Diaries diaries = Diaries.of(nodes, 1, Diaries.config(Topology.STAR, intervalMs));
    diaries.delay(LATENCY);
    diaries.addOften(50, Duration.ofSeconds(2));
    diaries.run(HEALED);
    return diaries;
  }

  private static void assertHave(Diaries diaries, long item, int... nodes) {
    assertThat(IntStream.of(nodes)).allMatch(node -> diaries.diary(node).has(item));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void theNextNodeIsTheHubOnceTheFirstIsSilent(int intervalMs) {
    Diaries diaries = star(4, intervalMs);
    diaries.node(0).pause();
    long item = diaries.add(3);
    diaries.run(FAILOVER);
    assertHave(diaries, item, 1, 2);
    item = diaries.add(3);
    diaries.run(SOON);
    assertHave(diaries, item, 1, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void twoThatDieAtOnceAreDoneWithout(int intervalMs) {
    Diaries diaries = star(5, intervalMs);
    diaries.node(0).pause();
    diaries.node(1).pause();
    long item = diaries.add(4);
    diaries.run(FAILOVER);
    assertHave(diaries, item, 2, 3);
    item = diaries.add(3);
    diaries.run(SOON);
    assertHave(diaries, item, 2, 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void aHubThatComesBackIsTheHub(int intervalMs) {
    Diaries diaries = star(4, intervalMs);
    diaries.node(0).pause();
    long item = diaries.add(3);
    diaries.run(FAILOVER);
    diaries.node(0).resume();
    diaries.run(HEALED);
    diaries.assertAllHave(item);
    diaries.addOften(20, Duration.ofSeconds(2));
    diaries.run(HEALED);
    int before = diaries.sent().size();
    diaries.addOften(50, Duration.ofSeconds(2));
    assertThat(diaries.sent().stream().skip(before))
        .allMatch(message -> "n0".equals(message.src()) || "n0".equals(message.dest()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void aHubThatIsKilledIsTheHubAgainAndHasAllAgain(int intervalMs) {
    Diaries diaries = star(4, intervalMs);
    diaries.node(0).restart();
    long item = diaries.add(3);
    diaries.run(FAILOVER);
    diaries.assertAllHaveWhatAnyHas();
    diaries.assertAllHave(item);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void aLeafThatCannotReachTheHubReachesItThroughAnother(int intervalMs) {
    Diaries diaries = star(4, intervalMs);
    diaries.cut(0, 3);
    long from = diaries.add(3);
    long to = diaries.add(0);
    diaries.run(FAILOVER);
    diaries.assertAllHave(from);
    diaries.assertAllHave(to);
    long soon = diaries.add(3);
    diaries.run(Duration.ofMillis(400));
    diaries.assertAllHave(soon);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void oneThatIsAllAloneCatchesUpOnceItIsNot(int intervalMs) {
    Diaries diaries = star(4, intervalMs);
    IntStream.range(0, 3).forEach(other -> diaries.cut(other, 3));
    long from = diaries.add(3);
    long to = diaries.add(1);
    diaries.run(FAILOVER);
    assertHave(diaries, to, 0, 2);
    diaries.heal();
    diaries.run(HEALED);
    diaries.assertAllHave(from);
    diaries.assertAllHave(to);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void eachSideOfACutHasItsHub(int intervalMs) {
    Diaries diaries = star(5, intervalMs);
    for (int other = 2; other < 5; other++) {
      diaries.cut(0, other);
      diaries.cut(1, other);
    }
    long one = diaries.add(1);
    long other = diaries.add(4);
    diaries.run(FAILOVER);
    assertHave(diaries, one, 0);
    assertHave(diaries, other, 2, 3);
    diaries.heal();
    diaries.run(HEALED);
    diaries.assertAllHave(one);
    diaries.assertAllHave(other);
  }

  @Test
  void aSilentNodeIsAskedOnlyNowAndThen() {
    Diaries diaries = star(3, 100);
    diaries.node(2).pause();
    diaries.add(0);
    diaries.run(FAILOVER);
    int before = diaries.sent().size();
    diaries.run(Duration.ofSeconds(70));
    long asked = diaries.sent().stream().skip(before).filter(m -> "n2".equals(m.dest())).count();
    assertThat(asked).isBetween(50L, 101L);
  }
}
