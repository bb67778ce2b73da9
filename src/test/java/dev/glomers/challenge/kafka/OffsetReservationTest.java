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

  private void startFirst() {
    start("{'type':'error','in_reply_to':1,'code':20}", "{'type':'cas_ok','in_reply_to':2}");
    node.sent();
  }

  /** Answers the read that is the third request, and checks how the ceiling is raised. */
  private void raise(String answer, String expected) {
    assertThat(node.sent()).singleElement().asString().contains("'key':'kafka/ceiling'");
    node.receive("lin-kv", answer + ",'in_reply_to':3");
    assertThat(node.sent()).singleElement().asString().contains(expected);
    node.receive("lin-kv", "'type':'cas_ok','in_reply_to':4");
  }

  @Test
  void whereNobodyRaisedTheCeilingALaterIncarnationBeginsAboveTheFirstBlock() {
    start(
        "{'type':'read_ok','in_reply_to':1,'value':1}",
        "{'type':'cas_ok','in_reply_to':2}",
        "{'type':'error','in_reply_to':3,'code':20}",
        "{'type':'cas_ok','in_reply_to':4}");
    assertThat(offsets.floor()).isEqualTo(100);
    assertThat(offsets.covers(199)).isTrue();
    assertThat(offsets.covers(200)).isFalse();
  }

  @Test
  void whatIsCoveredCostsNothing() {
    startFirst();
    assertThat(offsets.cover(99).toCompletableFuture()).isDone();
    offsets.coverSoon(49);
    assertThat(node.sent()).isEmpty();
  }

  @Test
  void theCeilingIsRaisedToABlockAboveWhatIsToBeUsed() {
    startFirst();
    var covered = offsets.cover(150).toCompletableFuture();
    assertThat(covered).isNotDone();
    raise("'type':'read_ok','value':120", "'from':120,'to':250");
    assertThat(covered).isDone();
    assertThat(offsets.covers(249)).isTrue();
    assertThat(offsets.covers(250)).isFalse();
  }

  @Test
  void aCeilingThatAnotherRaisedHigherStays() {
    startFirst();
    offsets.cover(150);
    raise("'type':'read_ok','value':900", "'from':900,'to':900");
    assertThat(offsets.covers(899)).isTrue();
  }

  @Test
  void theCeilingIsRaisedWhenHalfABlockIsLeft() {
    startFirst();
    offsets.coverSoon(50);
    raise("'type':'error','code':20", "'from':null,'to':200");
    assertThat(offsets.covers(199)).isTrue();
  }

  @Test
  void whoWaitsDuringARaiseSharesItAndRaisesAgainIfItDoesNotSuffice() {
    startFirst();
    var first = offsets.cover(150).toCompletableFuture();
    var second = offsets.cover(160).toCompletableFuture();
    var third = offsets.cover(300).toCompletableFuture();
    raise("'type':'error','code':20", "'to':250");
    assertThat(first).isDone();
    assertThat(second).isDone();
    assertThat(third).isNotDone();
    assertThat(node.sent()).singleElement().asString().contains("'key':'kafka/ceiling'");
    node.receive("lin-kv", "'type':'read_ok','value':250,'in_reply_to':5");
    node.receive("lin-kv", "'type':'cas_ok','in_reply_to':6");
    assertThat(third).isDone();
  }

  @Test
  void aNodeThatRemembersMayUseAny() {
    KvClient nobody = new KvClient("lin-kv", node.node(), scheduler);
    OffsetReservation any = new OffsetReservation(nobody, scheduler, 100, Long.MAX_VALUE);
    assertThat(any.covers(Long.MAX_VALUE - 1)).isTrue();
    assertThat(any.floor()).isZero();
  }
}
