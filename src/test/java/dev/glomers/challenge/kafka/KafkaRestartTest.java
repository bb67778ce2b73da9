package dev.glomers.challenge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.challenge.Configs;
import dev.glomers.challenge.TestCluster;
import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.GossipConfig;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.MessageBus;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restarted node tells no less than it told before it was killed. */
class KafkaRestartTest {
  private static final Duration SETTLED = Duration.ofSeconds(5);

  private record Committed(Map<String, Long> offsets) {}

  /** A store that all nodes share, and that answers at once. */
  private static final class Store implements MessageBus {
    private final Map<Json, Json> values = new HashMap<>();

    private record Key(Json key) {}

    private record Exchange(Json key, Json from, Json to) {}

    @Override
    public void send(String dest, Record body) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <R extends Record> CompletionStage<R> request(
        String dest, Record body, Class<R> reply, Duration deadline) {
      return request(dest, body, reply);
    }

    @Override
    public <R extends Record> CompletionStage<R> request(String dest, Record body, Class<R> reply) {
      Json asked = Json.of(body);
      Json present = values.get(asked.as(Key.class).key());
      if (body.getClass().getSimpleName().equals("Read")) {
        return present == null
            ? CompletableFuture.failedFuture(
                new RpcException(ErrorCode.KEY_DOES_NOT_EXIST, "nothing"))
            : CompletableFuture.completedFuture(Json.of(Map.of("value", present)).as(reply));
      }
      Exchange exchange = asked.as(Exchange.class);
      if (present != null && !present.equals(exchange.from())) {
        return CompletableFuture.failedFuture(
            new RpcException(ErrorCode.PRECONDITION_FAILED, "another"));
      }
      values.put(exchange.key(), exchange.to());
      return CompletableFuture.completedFuture(Json.of(Map.of()).as(reply));
    }
  }

  private static TestCluster<Kafka> cluster(String acknowledge) {
    Store store = new Store();
    KafkaConfig config = Configs.with(KafkaConfig.class, Map.of());
    GossipConfig gossipConfig =
        Configs.with(GossipConfig.class, Map.of("interval", "110ms", "acknowledge", acknowledge));
    TestCluster<Kafka> cluster =
        new TestCluster<>(
            3,
            1,
            (node, scheduler) ->
                new Kafka(
                    config,
                    new Gossip(node, scheduler, Configs.NO_STORAGE, gossipConfig),
                    scheduler,
                    new KvClient("lin-kv", store, scheduler)));
    cluster.delay(Duration.ofMillis(10));
    cluster.run(SETTLED);
    return cluster;
  }

  private static TestCluster.Reply list(TestCluster<Kafka> cluster, int node) {
    return cluster.request(node, "{'type':'list_committed_offsets','keys':['k']}");
  }

  private static Map<String, Long> offsets(TestCluster.Reply reply) {
    return reply.body("list_committed_offsets_ok", Committed.class).offsets();
  }

  private static void commit(TestCluster<Kafka> cluster, int node) {
    cluster.request(node, "{'type':'commit_offsets','offsets':{'k':7}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"received", "all"})
  void itListsCommittedOffsetsOnlyOnceItHasCaughtUp(String acknowledge) {
    TestCluster<Kafka> cluster = cluster(acknowledge);
    commit(cluster, 0);
    cluster.run(SETTLED);
    cluster.restart(0);
    TestCluster.Reply reply = list(cluster, 0);
    assertThat(reply.arrived()).isFalse();
    cluster.run(SETTLED);
    assertThat(offsets(reply)).isEqualTo(Map.of("k", 7L));
  }

  @Test
  void whatItAloneKnewToBeEverywhereItKnowsAgain() {
    TestCluster<Kafka> cluster = cluster("all");
    commit(cluster, 1);
    while (offsets(list(cluster, 0)).isEmpty()) {
      cluster.run(Duration.ofMillis(1));
    }
    cluster.restart(0);
    TestCluster.Reply reply = list(cluster, 0);
    cluster.run(SETTLED);
    assertThat(offsets(reply)).isEqualTo(Map.of("k", 7L));
  }
}
