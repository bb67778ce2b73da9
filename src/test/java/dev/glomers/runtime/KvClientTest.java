package dev.glomers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class KvClientTest {
  private final TestScheduler scheduler = new TestScheduler();
  private final TestNode node = new TestNode(scheduler).started((cluster, on) -> {});
  private final KvClient kv = new KvClient("lin-kv", node.node(), scheduler);
  private int replies;

  /** Replies to the next request. */
  private void reply(String body) {
    node.receive("lin-kv", body + ",'in_reply_to':" + ++replies);
  }

  private String sent() {
    List<String> lines = node.sent();
    assertThat(lines).hasSize(1);
    return lines.get(0).replaceAll(".*'msg_id':\\d+,|}}$", "");
  }

  private static String outcome(CompletionStage<?> stage) {
    return stage
        .handle(
            (result, failure) ->
                failure == null
                    ? String.valueOf(result)
                    : "error " + RpcException.from(failure).code())
        .toCompletableFuture()
        .getNow("open");
  }

  record Point(long x, Json y) {}

  @Test
  void readsAValueOfAnyType() {
    CompletionStage<Optional<Point>> read = kv.read(List.of("k", 1), Point.class);
    assertThat(sent()).isEqualTo("'key':['k',1]");
    reply("'type':'read_ok','value':{'x':1,'y':[2]}");
    assertThat(outcome(read)).isEqualTo("Optional[Point[x=1, y=[2]]]");
  }

  @Test
  void aKeyThatDoesNotExistHasNoValue() {
    CompletionStage<Optional<Long>> read = kv.read("k", Long.class);
    reply("'type':'error','code':20,'text':'key does not exist'");
    assertThat(outcome(read)).isEqualTo("Optional.empty");
  }

  @Test
  void aValueThatDoesNotFitIsAFailure() {
    CompletionStage<Optional<Long>> read = kv.read("k", Long.class);
    reply("'type':'read_ok','value':'text'");
    assertThat(outcome(read)).isEqualTo("error 12");
  }

  @Test
  void writes() {
    CompletionStage<Void> write = kv.write("k", List.of(1, 2));
    assertThat(sent()).isEqualTo("'key':'k','value':[1,2]");
    assertThat(outcome(write)).isEqualTo("open");
    reply("'type':'write_ok'");
    assertThat(outcome(write)).isEqualTo("null");
  }

  @Test
  void comparesAndSets() {
    CompletionStage<Void> cas = kv.cas("k", 1, 2);
    assertThat(sent()).isEqualTo("'key':'k','from':1,'to':2,'create_if_not_exists':false");
    reply("'type':'cas_ok'");
    assertThat(outcome(cas)).isEqualTo("null");

    CompletionStage<Void> create = kv.casOrCreate("k", 1, 2);
    assertThat(sent()).isEqualTo("'key':'k','from':1,'to':2,'create_if_not_exists':true");
    reply("'type':'error','code':22,'text':'current value 3 is not 1'");
    assertThat(outcome(create)).isEqualTo("error 22");
  }

  @Test
  void givesUpAfterItsTimeout() {
    CompletionStage<Void> write = kv.write("k", 1);
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(outcome(write)).isEqualTo("error 0");
  }

  @Test
  void updatesWhatItRead() {
    CompletionStage<Long> update = kv.update("k", Long.class, n -> n.orElse(0L) + 10);
    assertThat(sent()).isEqualTo("'key':'k'");
    reply("'type':'read_ok','value':5");
    assertThat(sent()).isEqualTo("'key':'k','from':5,'to':15,'create_if_not_exists':true");
    reply("'type':'cas_ok'");
    assertThat(outcome(update)).isEqualTo("15");
  }

  @Test
  void anUpdateMayCreate() {
    CompletionStage<Long> update = kv.update("k", Long.class, n -> n.orElse(0L) + 10);
    node.sent();
    reply("'type':'error','code':20,'text':'key does not exist'");
    assertThat(sent()).isEqualTo("'key':'k','from':null,'to':10,'create_if_not_exists':true");
    reply("'type':'cas_ok'");
    assertThat(outcome(update)).isEqualTo("10");
  }

  @Test
  void anUpdateStartsAgainWhenAnotherWriterComesBetween() {
    CompletionStage<Long> update = kv.update("k", Long.class, n -> n.orElse(0L) + 10);
    for (int present = 0; present < 20; present++) {
      assertThat(sent()).isEqualTo("'key':'k'");
      reply("'type':'read_ok','value':" + present);
      assertThat(sent()).contains("'from':" + present + ",'to':" + (present + 10));
      reply("'type':'error','code':22,'text':'current value is another'");
      assertThat(node.sent()).isEmpty();
      scheduler.advance(Duration.ofSeconds(1));
    }
    reply("'type':'read_ok','value':20");
    reply("'type':'cas_ok'");
    assertThat(outcome(update)).isEqualTo("30");
  }

  @Test
  void anUpdateEndsWithAnyOtherFailure() {
    CompletionStage<Long> unread = kv.update("k", Long.class, n -> n.orElse(0L) + 10);
    reply("'type':'error','code':11,'text':'later'");
    assertThat(outcome(unread)).isEqualTo("error 11");

    CompletionStage<Long> unknown = kv.update("k", Long.class, n -> n.orElse(0L) + 10);
    reply("'type':'read_ok','value':5");
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(outcome(unknown)).isEqualTo("error 0");
  }

  @Test
  void insistsUntilItSucceeds() {
    CompletionStage<Void> write = kv.insist(() -> kv.write("k", 1));
    for (int attempt = 0; attempt < 10; attempt++) {
      assertThat(sent()).isEqualTo("'key':'k','value':1");
      if (attempt == 4) {
        scheduler.advance(Duration.ofSeconds(1));
        replies++;
      } else {
        reply("'type':'error','code':%d,'text':'no'".formatted(attempt % 2 == 0 ? 11 : 22));
      }
      assertThat(outcome(write)).isEqualTo("open");
      scheduler.advance(Duration.ofSeconds(1));
    }
    reply("'type':'write_ok'");
    assertThat(outcome(write)).isEqualTo("null");
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(node.sent()).hasSize(1);
  }

  @Test
  void repeatsUntilAFailureThatTheCallerNames() {
    CompletionStage<Void> cas =
        kv.repeat(() -> kv.cas("k", 1, 2), failure -> !failure.is(ErrorCode.PRECONDITION_FAILED));
    reply("'type':'error','code':20,'text':'key does not exist'");
    scheduler.advance(Duration.ofSeconds(1));
    reply("'type':'error','code':22,'text':'current value 3 is not 1'");
    assertThat(outcome(cas)).isEqualTo("error 22");
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(node.sent()).hasSize(2);
  }
}
