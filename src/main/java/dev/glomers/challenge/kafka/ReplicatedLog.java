package dev.glomers.challenge.kafka;

import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.GossipConfig.Acknowledge;
import dev.glomers.gossip.Items;
import dev.glomers.gossip.Replication;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** In the memory of all nodes, without coordination; see the package for why it is correct. */
final class ReplicatedLog implements Log, Items {
  private final OffsetReservation offsets;
  private final Journals journals;
  private final int maxPollEntries;

  /** Whether a committed offset is shown only once all nodes have it. */
  private final boolean commitsWhenStable;

  /** Done once it is known which offsets may be used. */
  private final CompletableFuture<Replication> started;

  /** Done once this node knows every committed offset that it may have told before a kill. */
  private final CompletionStage<?> informed;

  ReplicatedLog(
      Cluster cluster,
      Handlers on,
      Gossip gossip,
      Scheduler scheduler,
      OffsetReservation offsets,
      int maxPollEntries) {
    this.offsets = offsets;
    this.maxPollEntries = maxPollEntries;
    this.journals = new Journals(cluster.index(), cluster.size());
    this.commitsWhenStable = gossip.acknowledge() == Acknowledge.ALL;
    CompletableFuture<Long> life = new CompletableFuture<>();
    started = gossip.start(cluster, on, life, this);
    informed = started.thenCompose(this::inform);
    // Nothing can be sent before init is answered.
    scheduler.after(
        Duration.ZERO, () -> offsets.start(cluster).thenRun(() -> life.complete(offsets.floor())));
  }

  private CompletionStage<Void> inform(Replication replication) {
    return offsets.floor() == 0
        ? CompletableFuture.completedStage(null)
        : replication.catchUp().thenCompose(done -> replication.add(Json.NULL));
  }

  @Override
  public void invariants(Invariants always) {
    journals.invariants(always);
  }

  @Override
  public boolean wantStability() {
    return true;
  }

  @Override
  public void take(String origin, int end, Json json) {
    if (!json.isNull()) {
      Item item = json.as(Item.class);
      journals.add(origin, end, item);
      if (!commitsWhenStable) {
        journals.commit(item);
      }
    }
  }

  @Override
  public void stable(String origin, int end) {
    journals.confirm(origin, end);
  }

  private CompletionStage<Void> add(Item item, Replication replication) {
    String origin = replication.origin();
    journals.add(origin, replication.length(origin) + 1, item);
    return replication.add(Json.of(item));
  }

  @Override
  public CompletionStage<Long> send(String key, Json msg) {
    return started.thenCompose(replication -> send(key, msg, replication));
  }

  private CompletionStage<Long> send(String key, Json msg, Replication replication) {
    long next = journals.nextOffset(key, offsets.floor());
    if (!offsets.covers(next)) {
      return offsets.cover(next).thenCompose(covered -> send(key, msg, replication));
    }
    offsets.coverSoon(next);
    return add(journals.number(key, msg, offsets.floor()), replication).thenApply(done -> next);
  }

  @Override
  public Map<String, List<Entry>> poll(Map<String, Long> from) {
    return journals.poll(from, maxPollEntries);
  }

  @Override
  public CompletionStage<?> commit(Map<String, Long> processed) {
    List<Item> raised = journals.raised(processed);
    return started
        .thenCompose(
            replication ->
                CompletableFuture.allOf(
                    raised.stream()
                        .map(item -> add(item, replication).toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new)))
        .thenRun(() -> raised.forEach(journals::commit));
  }

  @Override
  public CompletionStage<Map<String, Long>> committed(List<String> keys) {
    return informed.thenApply(done -> journals.committed(keys));
  }
}
