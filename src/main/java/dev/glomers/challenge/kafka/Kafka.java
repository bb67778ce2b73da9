package dev.glomers.challenge.kafka;

import dev.glomers.gossip.Gossip;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.LinKv;
import dev.glomers.runtime.Range;
import dev.glomers.runtime.Scheduler;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An append-only log for each key; where it is kept is configured. */
@Singleton
@Named("kafka")
public final class Kafka implements Challenge {
  private static final Duration MOMENT = Duration.ofNanos(1);

  private final KafkaConfig config;
  private final Gossip gossip;
  private final Scheduler scheduler;
  private final KvClient linKv;

  @Inject
  public Kafka(KafkaConfig config, Gossip gossip, Scheduler scheduler, @LinKv KvClient linKv) {
    this.config = config;
    requireSense(config.linKv());
    Range.atLeast(1, config.maxPollEntries(), "glomers.kafka.max-poll-entries");
    Range.atLeast(1L, config.offsetBlock(), "glomers.kafka.offset-block");
    this.gossip = gossip;
    this.scheduler = scheduler;
    this.linKv = linKv;
  }

  private static void requireSense(KafkaConfig.LinKvTuning tuning) {
    String prefix = "glomers.kafka.lin-kv.";
    Range.atLeast(Duration.ZERO, tuning.linger(), prefix + "linger");
    Range.atLeast(MOMENT, tuning.refreshInterval(), prefix + "refresh-interval");
    Range.atLeast(MOMENT, tuning.idleRefreshInterval(), prefix + "idle-refresh-interval");
    Range.atLeast(1, tuning.chunkSize(), prefix + "chunk-size");
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
    Log log = log(cluster, on);
    on.always(log::invariants);
    on.request(Send.class, send -> log.send(send.key(), send.msg()).thenApply(SendOk::new));
    on.request(Poll.class, poll -> new PollOk(log.poll(poll.offsets())));
    on.request(
        CommitOffsets.class,
        commit -> log.commit(commit.offsets()).thenApply(done -> new CommitOffsetsOk()));
    on.request(
        ListCommittedOffsets.class,
        list -> log.committed(list.keys()).thenApply(ListCommittedOffsetsOk::new));
  }

  private Log log(Cluster cluster, Handlers on) {
    return switch (config.log()) {
      case LIN_KV -> new LinKvLog(cluster, linKv, scheduler, config);
      case REPLICATED ->
          new ReplicatedLog(
              cluster,
              on,
              gossip,
              scheduler,
              new OffsetReservation(linKv, scheduler, config.offsetBlock()),
              config.maxPollEntries());
    };
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
