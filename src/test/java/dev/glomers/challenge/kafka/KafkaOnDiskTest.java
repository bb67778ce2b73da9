package dev.glomers.challenge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.GossipConfig;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.Storage;
import dev.glomers.runtime.StorageException;
import dev.glomers.runtime.TestNode;
import dev.glomers.runtime.TestScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What clients are told by a node that keeps its log on disk. */
class KafkaOnDiskTest {
  private final TestScheduler scheduler = new TestScheduler();
  private final List<Json> records = new ArrayList<>();
  private CompletionStage<Void> opened = CompletableFuture.completedStage(null);
  private boolean full;

  private final Storage disk =
      new Storage() {
        @Override
        public CompletionStage<Void> open(String node, Consumer<Json> record) {
          return opened.thenRun(() -> records.forEach(record));
        }

        @Override
        public CompletionStage<Void> append(List<?> added) {
          if (full) {
            return CompletableFuture.failedFuture(new StorageException.Full("full"));
          }
          added.forEach(each -> records.add(Json.of(each)));
          return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Void> replace(List<?> all) {
          throw new AssertionError("so little");
        }
      };

  private TestNode start() {
    TestNode node = new TestNode(scheduler);
    node.node()
        .host(
            new Kafka(
                Configs.with(KafkaConfig.class, Map.of()),
                new Gossip(
                    node.node(),
                    scheduler,
                    () -> disk,
                    Configs.with(GossipConfig.class, Map.of("durability", "disk"))),
                scheduler,
                new KvClient("lin-kv", node.node(), scheduler)));
    node.receive("c0", "'type':'init','msg_id':1,'node_id':'n1','node_ids':['n1']");
    scheduler.advance(Duration.ZERO);
    return node;
  }

  /** What it is answered by, as far as the answers have come. */
  private static List<String> ask(TestNode node, String body) {
    node.sent();
    node.receive("c1", "'msg_id':2," + body);
    return node.sent();
  }

  private static List<String> send(TestNode node) {
    return ask(node, "'type':'send','key':'k','msg':7");
  }

  private static List<String> poll(TestNode node) {
    return ask(node, "'type':'poll','offsets':{'k':0}");
  }

  private static List<String> commit(TestNode node, long offset) {
    return ask(node, "'type':'commit_offsets','offsets':{'k':" + offset + "}");
  }

  @Test
  void whatItHadIsReadAtOnceThoughOnlyItKnewThatAllHadIt() {
    send(start());
    records.removeIf(record -> record.toString().startsWith("[\"="));
    full = true;
    assertThat(poll(start())).singleElement().asString().contains("[[0,7]]");
  }

  @Test
  void whatComesBeforeItsJournalIsOpenIsAnsweredThen() {
    send(start());
    CompletableFuture<Void> opening = new CompletableFuture<>();
    opened = opening;
    TestNode node = start();
    assertThat(node.sent()).singleElement().asString().contains("init_ok");
    assertThat(send(node)).isEmpty();
    assertThat(poll(node)).isEmpty();
    opening.complete(null);
    assertThat(node.sent())
        .satisfiesExactly(
            answer -> assertThat(answer).contains("'offset':1"),
            answer -> assertThat(answer).contains("[[0,7]"));
  }

  @Test
  void onAFullDiskSendsAreRefusedAndOfCommitsNothingIsCertain() {
    TestNode node = start();
    commit(node, 1);
    full = true;
    assertThat(send(node)).as("nobody knows yet").isEmpty();
    assertThat(send(node))
        .singleElement()
        .asString()
        .contains("'code':" + ErrorCode.TEMPORARILY_UNAVAILABLE.code());
    assertThat(commit(node, 2))
        .singleElement()
        .asString()
        .contains("'code':" + ErrorCode.CRASH.code());
    assertThat(commit(node, 1)).as("is so already").singleElement().asString().contains("_ok");
    full = false;
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(node.sent()).singleElement().asString().contains("'offset':0");
  }

  @Test
  void whatAFullDiskRefusedIsNeverShown() {
    TestNode node = start();
    full = true;
    send(node);
    assertThat(send(node)).singleElement().asString().contains("'error'");
    full = false;
    scheduler.advance(Duration.ofSeconds(1));
    send(node);
    assertThat(poll(node)).singleElement().asString().contains("'k':[[0,7],[2,7]]");
  }
}
