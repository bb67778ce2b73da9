package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.gossip.GossipConfig.Topology;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * When a leaf sends. Its hub's clock shows 6000 ms more than its own, and a message from the hub
 * takes 10 ms; the interval is 100 ms, and the guard 20 ms.
 */
class LeafTest {
  private final Logs logs = new Logs(new Lives("n1.1"), false);
  private final Peer hub = new Peer("n0", logs, Timing.roundTrip());
  private final Peer other = new Peer("n2", logs, Timing.roundTrip());
  private final Leaf leaf = leaf(100);

  private Leaf leaf(int intervalMs) {
    return new Leaf(
        "n1", hub, Configs.with(GossipConfig.class, Diaries.config(Topology.STAR, intervalMs)));
  }

  private static Duration ms(long ms) {
    return Duration.ofMillis(ms);
  }

  private Duration due(long deadline, long now) {
    return leaf.due(ms(deadline), ms(now));
  }

  /** The hub says, to be heard by then, when it sends again. */
  private void hearHub(Leaf by, long now, long echo, long next) {
    Batch batch = new Batch("n0.1", "n0", "n1.1", 0, 0, now + 5990, echo, 0, 0, next, List.of());
    hub.hear(batch, ms(now));
    by.heard(hub, batch, ms(now));
  }

  private static Batch followingN1() {
    return new Batch("n2.1", "n1", "n1.1", 0, 0, 9000, 0, 0, 0, 500, List.of());
  }

  @Test
  void aBatchIsSentSoThatItArrivesAGuardBeforeTheHubSends() {
    hearHub(leaf, 1010, 990, 100);
    // The hub sends at 1100, which is heard at 1110; a round trip takes 20.
    assertThat(due(1150, 1020)).isEqualTo(ms(1070));
    assertThat(due(1150, 1070)).isEqualTo(ms(1070));
  }

  @Test
  void noBatchIsSentAfterItsDeadline() {
    hearHub(leaf, 1010, 990, 100);
    assertThat(due(1050, 1020)).isEqualTo(ms(1050));
  }

  @Test
  void whatIsLateByAGuardIsSentAtOnce() {
    hearHub(leaf, 1010, 990, 100);
    assertThat(due(1041, 1060)).isEqualTo(ms(1041));
    assertThat(due(1040, 1060)).isEqualTo(ms(1060));
    assertThat(due(900, 1060)).isEqualTo(ms(1060));
  }

  @Test
  void whatMissesTheSlotWaitsForTheNextIfThatIsNoLaterThanAGuardAfterItsDeadline() {
    hearHub(leaf, 1010, 990, 100);
    assertThat(due(1150, 1071)).isEqualTo(ms(1170));
    assertThat(due(1149, 1071)).isEqualTo(ms(1071));
  }

  @Test
  void aLeafFarFromTheHubSkipsSlots() {
    hearHub(leaf, 1010, 710, 100);
    // The slot was at 1110 - 300 - 20.
    assertThat(due(1200, 1020)).isEqualTo(ms(1090));
  }

  @Test
  void whatMissesTheSlotDoesNotWaitIfNoRoundTripIsMeasured() {
    hearHub(leaf, 1010, 0, 100);
    // The round trip is taken for three quarters of an interval.
    assertThat(due(1110, 1011)).isEqualTo(ms(1015));
    assertThat(due(1210, 1016)).isEqualTo(ms(1016));
  }

  @Test
  void noRoundTripIsTakenForMoreThanHalfASecond() {
    Leaf slow = leaf(1000);
    hearHub(slow, 1010, 0, 1000);
    // The hub sends at 2000, which is heard at 2010.
    assertThat(slow.due(ms(3000), ms(1400))).isEqualTo(ms(1490));
  }

  @Test
  void eachBatchToAHubThatHasSpokenLowersTheAssumedRoundTrip() {
    Leaf slow = leaf(1000);
    slow.flushed(ms(1000));
    hearHub(slow, 1010, 0, 1000);
    assertThat(slow.due(ms(3000), ms(1400))).isEqualTo(ms(1490));
    slow.flushed(ms(1490));
    assertThat(slow.due(ms(3000), ms(1491))).isEqualTo(ms(1615));
    slow.flushed(ms(1615));
    hearHub(slow, 1700, 1680, 310);
    assertThat(slow.due(ms(3000), ms(1701))).isEqualTo(ms(1970));
  }

  @Test
  void aHubThatIsIdleIsSentTheNewsAtOnce() {
    hearHub(leaf, 1010, 990, 100);
    assertThat(due(1250, 1150)).isEqualTo(ms(1170));
    assertThat(due(1251, 1151)).isEqualTo(ms(1151));
  }

  @Test
  void aHubThatHasSaidNothingIsSentAMessageForEachQuarterOfAnInterval() {
    assertThat(due(1100, 1000)).isEqualTo(ms(1000));
    leaf.flushed(ms(1000));
    assertThat(due(1110, 1010)).isEqualTo(ms(1025));
    assertThat(due(1110, 1030)).isEqualTo(ms(1030));
    assertThat(due(1020, 1010)).isEqualTo(ms(1020));
  }

  @Test
  void withoutAnIntervalNothingWaits() {
    Leaf hasty = leaf(0);
    hearHub(hasty, 1010, 990, 100);
    assertThat(hasty.due(ms(1080), ms(1080))).isEqualTo(ms(1080));
  }

  @Test
  void onlyTheHubSaysWhenTheHubSends() {
    Batch batch = followingN1();
    other.hear(batch, ms(1010));
    leaf.heard(other, batch, ms(1010));
    assertThat(due(1120, 1020)).isEqualTo(ms(1020));
  }

  @Test
  void aLeafServesItsHubAndWhoFollowsIt() {
    assertThat(leaf.hub()).isEqualTo("n0");
    assertThat(leaf.guards(hub)).isTrue();
    assertThat(leaf.guards(other)).isFalse();
    other.hear(followingN1(), ms(1010));
    assertThat(leaf.guards(other)).isTrue();
  }

  @Test
  void theHubMayWaitUntilTheDeadlineAndAGuardAndAnotherForAnInterval() {
    assertThat(leaf.within(hub, ms(1050), ms(1020))).isEqualTo(ms(50));
    assertThat(leaf.within(hub, ms(1050), ms(1060))).isEqualTo(ms(20));
    assertThat(leaf.within(other, ms(1050), ms(1020))).isEqualTo(ms(100));
  }

  @Test
  void anAcknowledgementIsOverdueAfterAnIntervalAndAHalfOfSilence() {
    hearHub(leaf, 1010, 990, 100);
    Duration latest = ms(1010 + 150).plus(hub.timing.likelyTimeout());
    assertThat(leaf.overdue(hub, latest)).isFalse();
    assertThat(leaf.overdue(hub, latest.plusMillis(1))).isTrue();
  }
}
