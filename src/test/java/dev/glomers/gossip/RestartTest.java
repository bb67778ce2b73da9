package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.gossip.GossipConfig.Acknowledge;
import dev.glomers.gossip.GossipConfig.Topology;
import dev.glomers.runtime.Durability;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What nodes that keep a journal have after a kill. */
class RestartTest {
  private static final Duration SETTLED = Duration.ofSeconds(3);

  /** What a disk needs to be read, or written. */
  private static final Duration SYNC = Duration.ofMillis(10);

  @ParameterizedTest
  @CsvSource({
    "STAR, DISK, RECEIVED",
    "MESH, DISK, RECEIVED",
    "MESH, DISK, ALL",
    "STAR, SEQ_KV, STORED",
    "MESH, LIN_KV, STORED"
  })
  void allIsThereThoughAllWereKilledAtOnce(
      Topology topology, Durability durability, Acknowledge acknowledge) {
    Diaries diaries = Diaries.journaled(topology, durability, acknowledge);
    List<Long> added = List.of(diaries.add(0), diaries.add(1), diaries.add(2), diaries.add(2));
    diaries.run(SETTLED);
    assertThat(diaries.diary(2).promises()).isZero();
    for (int node = 0; node < 3; node++) {
      diaries.node(node).kill();
    }
    diaries.run(SETTLED);
    for (int node = 0; node < 3; node++) {
      diaries.node(node).start();
    }
    diaries.run(SETTLED);
    added.forEach(diaries::assertAllHave);
    diaries.assertAllHaveWhatAnyHas();
    diaries.assertSilent();
  }

  @ParameterizedTest
  @EnumSource
  void aNodeHasAtOnceWhatItHadAndIsToldOnlyWhatIsNew(Topology topology) {
    Diaries diaries = Diaries.journaled(topology, Durability.DISK, Acknowledge.RECEIVED);
    long old = diaries.add(0);
    diaries.run(SETTLED);
    diaries.node(2).kill();
    long recent = diaries.add(1);
    diaries.run(SYNC);
    diaries.cut(0, 2);
    diaries.cut(1, 2);
    diaries.node(2).start();
    diaries.run(SYNC);
    assertThat(diaries.diary(2).items()).containsExactly(old);
    int before = diaries.sent().size();
    diaries.heal();
    diaries.run(SETTLED);
    assertThat(diaries.diary(2).items()).containsExactly(old, recent);
    assertThat(diaries.sent().stream().skip(before))
        .noneMatch(message -> message.toString().contains("[" + old + "]"));
  }

  @Test
  void whatALifeWasToldAndDidNotWriteIsNotTakenForTheNextLifesItems() {
    Diaries diaries = Diaries.journaled(Topology.STAR, Durability.DISK, Acknowledge.ALL);
    diaries.add(0);
    diaries.run(SETTLED);
    diaries.node(0).restart();
    diaries.run(SETTLED);
    diaries.node(0).kill();
    diaries.cut(0, 2);
    diaries.node(0).start();
    diaries.run(SYNC);
    long item = diaries.add(0);
    diaries.run(SETTLED);
    diaries.heal();
    diaries.run(SETTLED);
    diaries.assertAllHave(item);
    diaries.assertNothingWrong();
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsPromisedThatIsNotOnDisk(Topology topology) {
    Diaries diaries = Diaries.journaled(topology, Durability.DISK, Acknowledge.RECEIVED);
    diaries.cut(0, 1);
    diaries.cut(0, 2);
    diaries.add(0);
    assertThat(diaries.diary(0).promises()).isEqualTo(1);
    diaries.run(SYNC);
    assertThat(diaries.diary(0).promises()).isZero();
  }
}
