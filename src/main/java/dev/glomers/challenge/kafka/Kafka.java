package dev.glomers.challenge.kafka;

import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.GossipConfig;
import dev.glomers.gossip.Replication;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.Range;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.Store;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** An append-only log for each key. */
@Singleton
@Named("kafka")
public final class Kafka implements Challenge {
  private final KafkaConfig config;
  private final Gossip gossip;
  private final Scheduler scheduler;
  private final KvClient linKv;

  @Inject
  public Kafka(
      KafkaConfig config, Gossip gossip, Scheduler scheduler, @Store("lin-kv") KvClient linKv) {
    this.config = config;
    Range.atLeast(1, config.maxPollEntries(), "glomers.kafka.max-poll-entries");
    Range.atLeast(1L, config.offsetBlock(), "glomers.kafka.offset-block");
    this.gossip = gossip;
    this.scheduler = scheduler;
    this.linKv = linKv;
  }

  record Send(String key, Json msg) {}

  record SendOk(long offset) {}

  record Poll(Map<String, Long> offsets) {
    Poll {
      requireOffsets(offsets);
    }
  }

  record PollOk(Map<String, List<Entry>> msgs) {}

  record CommitOffsets(Map<String, Long> offsets) {
    CommitOffsets {
      requireOffsets(offsets);
    }
  }

  record CommitOffsetsOk() {}

  record ListCommittedOffsets(List<String> keys) {
    ListCommittedOffsets {
      if (keys.stream().anyMatch(Objects::isNull)) {
        throw new RpcException(ErrorCode.MALFORMED_REQUEST, "keys: null");
      }
    }
  }

  record ListCommittedOffsetsOk(Map<String, Long> offsets) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    Journals journals = new Journals(cluster.index(), cluster.size());
    CompletionStage<ReplicatedLog> log = log(cluster, on, journals);
    CompletionStage<ReplicatedLog> informed = log.thenCompose(ReplicatedLog::informed);
    on.request(
        Send.class,
        send ->
            log.thenCompose(begun -> begun.send(send.key(), send.msg())).thenApply(SendOk::new));
    on.request(
        Poll.class,
        poll ->
            log.thenApply(
                begun -> new PollOk(journals.poll(poll.offsets(), config.maxPollEntries()))));
    on.request(
        CommitOffsets.class,
        commit ->
            log.thenCompose(begun -> begun.commit(commit.offsets()))
                .thenApply(done -> new CommitOffsetsOk()));
    on.request(
        ListCommittedOffsets.class,
        list ->
            informed.thenApply(
                known -> new ListCommittedOffsetsOk(journals.committed(list.keys()))));
  }

  private CompletionStage<ReplicatedLog> log(Cluster cluster, Handlers on, Journals journals) {
    boolean remembers = gossip.isDurable() || cluster.size() == 1;
    OffsetReservation offsets =
        new OffsetReservation(
            linKv, scheduler, config.offsetBlock(), remembers ? Long.MAX_VALUE : 0);
    boolean commitsWhenStable = gossip.acknowledge() == GossipConfig.Acknowledge.ALL;
    Function<Replication, ReplicatedLog> items =
        replication -> new ReplicatedLog(replication, offsets, journals, commitsWhenStable);
    return remembers
        ? gossip.start(cluster, on, items)
        : gossip.start(cluster, on, offsets.start(cluster.self()), items);
  }

  private static void requireOffsets(Map<String, Long> offsets) {
    offsets.forEach(
        (key, offset) -> {
          if (offset == null || offset < 0) {
            throw new RpcException(ErrorCode.MALFORMED_REQUEST, "offsets." + key + ": " + offset);
          }
        });
  }
}
