package dev.glomers.gossip;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Range;
import dev.glomers.runtime.Scheduler;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Starts a {@link Replication}; a challenge may have it injected. */
@Singleton
public final class Gossip {
  /** How many lives may begin in one millisecond. */
  static final int LIVES = 1024;

  private final MessageBus bus;
  private final Scheduler scheduler;
  private final GossipConfig config;

  /**
   * @throws IllegalArgumentException naming the property, if its value makes no sense
   */
  @Inject
  public Gossip(MessageBus bus, Scheduler scheduler, GossipConfig config) {
    this.bus = bus;
    this.scheduler = scheduler;
    this.config = config;
    String prefix = "glomers.gossip.";
    Range.atLeast(Duration.ZERO, config.interval(), prefix + "interval");
    Range.atLeast(Duration.ZERO, config.guard(), prefix + "guard");
    Range.atLeast(Duration.ZERO, config.ackDelay(), prefix + "ack-delay");
    Range.atLeast(Duration.ofMillis(1), config.retryInterval(), prefix + "retry-interval");
    Range.atLeast(Duration.ZERO, config.catchUpDelay(), prefix + "catch-up-delay");
  }

  /** What {@link Replication#add} promises. */
  public GossipConfig.Acknowledge acknowledge() {
    return config.acknowledge();
  }

  /** Begins a life whose number comes from the clock: other than every one before. */
  public Replication start(Cluster cluster, Handlers on, Items items) {
    long moment = scheduler.wallClock().toEpochMilli();
    long life = moment * LIVES + scheduler.random().nextInt(LIVES);
    return start(cluster, on, CompletableFuture.completedFuture(life), items).join();
  }

  /**
   * Begins a life as soon as its number is known; until then this node is not there.
   *
   * @param life other than every one before; if it is greater than those, nobody takes in what a
   *     former life said once he has heard of this one
   */
  public CompletableFuture<Replication> start(
      Cluster cluster, Handlers on, CompletableFuture<Long> life, Items items) {
    CompletableFuture<Replication> started =
        life.thenApply(number -> begin(cluster, number, items));
    on.message(Batch.class, (src, batch) -> ifDone(started, node -> node.batch(src, batch)));
    on.message(Sync.class, (src, sync) -> ifDone(started, node -> node.sync(src, sync)));
    on.always(always -> ifDone(started, node -> node.invariants(always)));
    return started;
  }

  private Replication begin(Cluster cluster, long life, Items items) {
    Logs logs = new Logs(Origin.of(cluster.self(), life), items.replaceOthers());
    Members members = new Members(cluster, config, logs, scheduler.now());
    Outbox outbox = new Outbox(bus, scheduler, config, logs, members);
    Repair repair = new Repair(scheduler, config, logs, members, outbox);
    if (items.wantStability() && life > 0) {
      // So that its peers can say that they know of it.
      logs.add(Json.NULL);
      outbox.offer();
    }
    return new Replication(scheduler, config, items, logs, members, outbox, repair);
  }

  private static void ifDone(CompletableFuture<Replication> started, Consumer<Replication> action) {
    if (started.isDone()) {
      action.accept(started.join());
    }
  }
}
