package dev.glomers.challenge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.TestNode;
import dev.glomers.runtime.TestScheduler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OffsetReservationTest {
  private final TestScheduler scheduler = new TestScheduler();
  private final TestNode node = new TestNode(scheduler).started((cluster, on) -> {});
  private final OffsetReservation offsets =
      new OffsetReservation(new KvClient("lin-kv", node.node(), scheduler), scheduler, 100, 0);

  @Test
  void aSendThatComesBeforeTheFloorIsKnownWaits() {
    offsets.start("n1");
    scheduler.advance(Duration.ZERO);
    assertThat(node.sent()).singleElement().asString().contains("kafka/starts/n1");
    assertThat(offsets.covers(0)).isFalse();
  }

  @Test
  void theFirstIncarnationBeginsAtZero() {
    start("{'type':'error','in_reply_to':1,'code':20}", "{'type':'cas_ok','in_reply_to':2}");
    assertThat(offsets.floor()).isZero();
    assertThat(offsets.covers(99)).isTrue();
    assertThat(offsets.covers(100)).isFalse();
  }

  @Test
  void aLaterIncarnationBeginsAboveAllThatWasUsed() {
    start(
        "{'type':'read_ok','in_reply_to':1,'value':1}",
        "{'type':'cas_ok','in_reply_to':2}",
        "{'type':'read_ok','in_reply_to':3,'value':700}",
        "{'type':'cas_ok','in_reply_to':4}");
    assertThat(offsets.floor()).isEqualTo(700);
    assertThat(offsets.covers(799)).isTrue();
    assertThat(offsets.covers(800)).isFalse();
  }

  private void start(String... answers) {
    offsets.start("n1");
    scheduler.advance(Duration.ZERO);
    for (String answer : answers) {
      node.receive("lin-kv", answer.substring(1, answer.length() - 1));
    }
  }

  @Test
  void aNodeThatRemembersMayUseAny() {
    KvClient nobody = new KvClient("lin-kv", node.node(), scheduler);
    OffsetReservation any = new OffsetReservation(nobody, scheduler, 100, Long.MAX_VALUE);
    assertThat(any.covers(Long.MAX_VALUE - 1)).isTrue();
    assertThat(any.floor()).isZero();
  }
}
