package dev.glomers.challenge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.TestNode;
import dev.glomers.runtime.TestScheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class OffsetReservationTest {
  private final TestScheduler scheduler = new TestScheduler();
  private final TestNode node = new TestNode(scheduler).started((cluster, on) -> {});
  private final OffsetReservation offsets =
      new OffsetReservation(new KvClient("lin-kv", node.node(), scheduler), scheduler, 100);

  private static Cluster cluster(String... nodes) {
    return new Cluster("n1", List.of(nodes));
  }

  @Test
  void aNodeAloneMayUseAnyAndAsksNobody() {
    CompletionStage<Void> started = offsets.start(cluster("n1"));
    assertThat(started.toCompletableFuture()).isDone();
    assertThat(offsets.covers(Long.MAX_VALUE - 1)).isTrue();
    assertThat(offsets.floor()).isZero();
    assertThat(node.sent()).isEmpty();
  }

  @Test
  void aSendThatComesBeforeTheStartWaitsForTheFloor() {
    CompletionStage<Void> covered = offsets.cover(0);
    assertThat(node.sent()).isEmpty();
    offsets.start(cluster("n1", "n2"));
    assertThat(node.sent()).singleElement().asString().contains("kafka/started/n1");
    assertThat(covered.toCompletableFuture()).isNotDone();
    node.receive("lin-kv", "'type':'cas_ok','in_reply_to':1");
    assertThat(covered.toCompletableFuture()).isDone();
    assertThat(offsets.floor()).isZero();
  }

  @Test
  void aLaterIncarnationBeginsAboveAllThatWasUsed() {
    offsets.start(cluster("n1", "n2"));
    node.receive("lin-kv", "'type':'error','in_reply_to':1,'code':22,'text':''");
    node.receive("lin-kv", "'type':'read_ok','in_reply_to':2,'value':1");
    node.receive("lin-kv", "'type':'read_ok','in_reply_to':3,'value':700");
    node.receive("lin-kv", "'type':'cas_ok','in_reply_to':4");
    assertThat(offsets.floor()).isEqualTo(700);
    assertThat(offsets.covers(799)).isTrue();
    assertThat(offsets.covers(800)).isFalse();
  }

  @Test
  void aFirstIncarnationThatIsAnsweredLateIsStillTheFirst() {
    offsets.start(cluster("n1", "n2"));
    String incarnation = node.sent().get(0).replaceAll(".*'to':|,'create.*", "");
    scheduler.advance(Duration.ofSeconds(2));
    node.receive("lin-kv", "'type':'error','in_reply_to':2,'code':22,'text':''");
    node.receive("lin-kv", "'type':'read_ok','in_reply_to':3,'value':" + incarnation);
    assertThat(offsets.floor()).isZero();
    assertThat(offsets.covers(99)).isTrue();
    assertThat(offsets.covers(100)).isFalse();
  }
}
