package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.gossip.GossipConfig.Topology;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A loss is repaired as soon as any node can notice it. */
class RepairTest {
  private static final Duration LATENCY = Duration.ofMillis(10);
  private static final Duration SETTLED = Duration.ofSeconds(3);

  /** Less than an acknowledgement may be waited for. */
  private static final Duration SOON = Duration.ofMillis(500);

  private static Diaries cluster(Topology topology) {
    Diaries diaries = Diaries.of(3, 1, Diaries.config(topology, 100));
    diaries.delay(LATENCY);
    diaries.addOften(30, Duration.ofSeconds(1));
    diaries.run(SETTLED);
    return diaries;
  }

  /** Adds an item whose first message is lost. */
  private static long lose(Diaries diaries) {
    diaries.disturb(LATENCY, 1, 0);
    long item = diaries.add(0);
    diaries.run(Duration.ofMillis(100));
    diaries.calm();
    diaries.delay(LATENCY);
    return item;
  }

  @ParameterizedTest
  @EnumSource
  void whoeverSpeaksWithoutHavingHeardTheLastMessageIsToldAgain(Topology topology) {
    Diaries diaries = cluster(topology);
    long item = lose(diaries);
    diaries.add(1);
    diaries.add(2);
    diaries.run(SOON);
    diaries.assertAllHave(item);
  }

  @ParameterizedTest
  @EnumSource
  void whoeverDoesNotAcknowledgeIsAsked(Topology topology) {
    Diaries diaries = cluster(topology);
    long item = lose(diaries);
    diaries.run(SOON.multipliedBy(3));
    diaries.assertAllHave(item);
  }

  @ParameterizedTest
  @EnumSource
  void whoeverRestartsHasAllAgainOnceItHearsThatThereIsMore(Topology topology) {
    Diaries diaries = cluster(topology);
    diaries.node(2).restart();
    diaries.add(1);
    diaries.run(SOON);
    diaries.assertAllHaveWhatAnyHas();
  }

  @ParameterizedTest
  @EnumSource
  void whoeverRestartsAsksOnceItHasHeardNothingForLong(Topology topology) {
    Diaries diaries = cluster(topology);
    diaries.node(2).restart();
    diaries.run(Duration.ofMillis(4900));
    assertThat(diaries.diary(2).items()).isEmpty();
    diaries.run(Duration.ofSeconds(2));
    diaries.assertAllHaveWhatAnyHas();
  }

  @ParameterizedTest
  @EnumSource
  void whoeverAsksToCatchUpHasAllOnceThatIsDone(Topology topology) {
    Diaries diaries = cluster(topology);
    diaries.node(0).restart();
    boolean[] all = {false};
    diaries
        .diary(0)
        .replication()
        .catchUp()
        .thenRun(() -> all[0] = diaries.diary(0).items().equals(diaries.diary(1).items()))
        .toCompletableFuture();
    diaries.run(SOON);
    assertThat(all).containsExactly(true);
  }
}
