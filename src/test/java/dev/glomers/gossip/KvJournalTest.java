package dev.glomers.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.TestNode;
import dev.glomers.runtime.TestScheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a node asks of a key-value store that the test plays, message by message. */
class KvJournalTest {
  private static final Duration DELAY = Duration.ofMillis(5);

  private final TestScheduler scheduler = new TestScheduler();
  private final TestNode node = new TestNode(scheduler).started((cluster, on) -> {});
  private CompletableFuture<Journal.Opened> opened = new CompletableFuture<>();
  private final KvJournal journal =
      new KvJournal(
          new KvClient("lin-kv", node.node(), scheduler),
          scheduler,
          DELAY,
          new Cluster("n1", List.of("n1", "n2", "n3")));
  private final Logs logs = new Logs(new Lives("n1.0"), true);
  private int replies;

  private void reply(String body) {
    node.receive("lin-kv", body + ",'in_reply_to':" + ++replies);
  }

  private void thereIs(String chunk) {
    reply("'type':'read_ok','value':" + chunk);
  }

  private void thereIsNothing() {
    reply("'type':'error','code':20");
  }

  private void done() {
    reply("'type':'cas_ok'");
  }

  /** The key and the values of the one request that was sent. */
  private String sent() {
    List<String> lines = node.sent();
    assertThat(lines).hasSize(1);
    return lines.get(0).replaceAll(".*'key':|,'create_if_not_exists':true|}}$", "");
  }

  private static String chunk(int life, String log, boolean full) {
    return "{'life':%d,'log':[%s],'full':%s}".formatted(life, log, full);
  }

  private static String cas(String key, String from, String to) {
    return "'%s','from':%s,'to':%s".formatted(key, from, to);
  }

  private static Extent extent(String origin, int from, String... items) {
    return new Extent(origin, from, List.of(items).stream().map(Json::of).toList());
  }

  private CompletableFuture<Long> open() {
    opened = journal.open().toCompletableFuture();
    return opened.thenApply(Journal.Opened::life);
  }

  /** Begins the first life. */
  private void begin() {
    open();
    thereIsNothing();
    done();
    journal.keep(logs);
    node.sent();
  }

  private void add(int item) {
    logs.add(Json.of(item));
    journal.write();
  }

  @Test
  void theFirstLifeClaimsItsChunkAndReadsNoOther() {
    CompletableFuture<Long> life = open();
    assertThat(sent()).isEqualTo("'log/n1/0'");
    thereIsNothing();
    assertThat(sent()).isEqualTo(cas("log/n1/0", "null", chunk(0, "", false)));
    assertThat(life).isNotDone();
    done();
    assertThat(life).isCompletedWithValue(0L);
    assertThat(node.sent()).isEmpty();
  }

  @Test
  void aLaterLifeFindsWhatAllNodesHaveStored() {
    CompletableFuture<Long> life = open();
    String former = chunk(3, "['n1.3',0,['a']]", false);
    thereIs(former);
    node.sent();
    done();
    assertThat(sent()).isEqualTo("'log/n2/0'");
    thereIs(chunk(0, "['n2.0',0,['b']]", true));
    assertThat(sent()).isEqualTo("'log/n2/1'");
    thereIs(chunk(0, "['n2.0',1,['c']]", false));
    assertThat(sent()).isEqualTo("'log/n3/0'");
    assertThat(life).isNotDone();
    thereIsNothing();
    assertThat(life).isCompletedWithValue(4L);
    assertThat(opened.getNow(null).found())
        .containsExactly(extent("n1.3", 0, "a"), extent("n2.0", 0, "b"), extent("n2.0", 1, "c"));
  }

  @Test
  void aLaterLifeClaimsTheLastChunkAndLeavesInItWhatIsThere() {
    open();
    thereIs(chunk(0, "['n1.0',0,['a']]", true));
    node.sent();
    String last = chunk(0, "['n1.0',1,['b']]", false);
    thereIs(last);
    assertThat(sent()).isEqualTo(cas("log/n1/1", last, chunk(1, "['n1.0',1,['b']]", false)));
    done();
    thereIsNothing();
    thereIsNothing();
    assertThat(opened.getNow(null).found())
        .containsExactly(extent("n1.0", 0, "a"), extent("n1.0", 1, "b"));
  }

  @Test
  void whenAllItsChunksAreFullTheNextIsClaimed() {
    open();
    thereIs(chunk(2, "['n1.2',0,['a']]", true));
    node.sent();
    thereIsNothing();
    assertThat(sent()).isEqualTo(cas("log/n1/1", "null", chunk(3, "", false)));
  }

  @Test
  void aClaimThatFailsBeginsAgain() {
    CompletableFuture<Long> life = open();
    thereIsNothing();
    node.sent();
    reply("'type':'error','code':22");
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(sent()).isEqualTo("'log/n1/0'");
    assertThat(life).isNotDone();
  }

  @Test
  void whatIsAddedWithinTheDelaySharesAWrite() {
    begin();
    add(1);
    add(2);
    assertThat(node.sent()).isEmpty();
    scheduler.advance(DELAY);
    assertThat(sent())
        .isEqualTo(cas("log/n1/0", chunk(0, "", false), chunk(0, "['n1.0',0,[1,2]]", false)));
    assertThat(logs.size()).isZero();
    done();
    assertThat(logs.size()).isEqualTo(2);
    scheduler.advance(DELAY);
    assertThat(node.sent()).isEmpty();
  }

  @Test
  void whatIsAddedDuringAWriteSharesTheNext() {
    begin();
    add(1);
    scheduler.advance(DELAY);
    node.sent();
    add(2);
    add(3);
    scheduler.advance(DELAY);
    assertThat(node.sent()).isEmpty();
    done();
    assertThat(logs.size()).isEqualTo(1);
    scheduler.advance(DELAY);
    assertThat(sent())
        .isEqualTo(
            cas(
                "log/n1/0",
                chunk(0, "['n1.0',0,[1]]", false),
                chunk(0, "['n1.0',0,[1,2,3]]", false)));
    done();
    assertThat(logs.size()).isEqualTo(3);
  }

  @Test
  void whatOthersAddedIsDurableWithoutAWrite() {
    begin();
    logs.take("n2.0", Json.of(1));
    journal.write();
    assertThat(logs.size()).isEqualTo(1);
    scheduler.advance(DELAY);
    assertThat(node.sent()).isEmpty();
  }

  @Test
  void aWriteThatMayHaveFailedIsRepeatedUntilItsPreconditionTellsThatItHasNot() {
    begin();
    add(1);
    scheduler.advance(DELAY);
    String write = sent();
    reply("'type':'error','code':11");
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(sent()).isEqualTo(write);
    assertThat(logs.size()).isZero();
    reply("'type':'error','code':22");
    assertThat(logs.size()).isEqualTo(1);
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(node.sent()).isEmpty();
  }

  @Test
  void whatFollowsSixtyFourItemsIsInAnotherChunkWithoutWhatFormerLivesLeft() {
    open();
    thereIs(chunk(0, "['n1.0',0,['a']]", false));
    done();
    thereIsNothing();
    thereIsNothing();
    Logs later = new Logs(new Lives("n1.1"), true);
    journal.keep(later);
    IntStream.range(0, 64).forEach(item -> later.add(Json.of(item)));
    journal.write();
    node.sent();
    scheduler.advance(DELAY);
    assertThat(sent()).contains("['n1.0',0,['a']]", "['n1.1',0,[0,1,", "63]]],'full':true");
    done();
    later.add(Json.of(64));
    journal.write();
    scheduler.advance(DELAY);
    assertThat(sent()).isEqualTo(cas("log/n1/1", "null", chunk(1, "['n1.1',64,[64]]", false)));
    done();
    assertThat(later.size()).isEqualTo(65);
  }

  @Test
  void aChunkWithSixtyThreeItemsIsNotFull() {
    begin();
    IntStream.range(0, 63).forEach(item -> logs.add(Json.of(item)));
    journal.write();
    scheduler.advance(DELAY);
    assertThat(sent()).endsWith("62]]],'full':false}");
  }
}
