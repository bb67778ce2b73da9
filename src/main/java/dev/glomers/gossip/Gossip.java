package dev.glomers.gossip;

import dev.glomers.gossip.GossipConfig.Acknowledge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Durability;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Range;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.Storage;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Starts a {@link Replication}; a challenge may have it injected. */
@Singleton
public final class Gossip {
  /** Lives that begin in the same millisecond draw one of so many numbers. */
  static final int LIVES = 1024;

  private final MessageBus bus;
  private final Scheduler scheduler;
  private final Provider<Storage> storage;
  private final GossipConfig config;

  /**
   * @throws IllegalArgumentException naming the property, if its value makes no sense
   */
  @Inject
  public Gossip(
      MessageBus bus, Scheduler scheduler, Provider<Storage> storage, GossipConfig config) {
    this.bus = bus;
    this.scheduler = scheduler;
    this.storage = storage;
    this.config = config;
    String prefix = "glomers.gossip.";
    Range.atLeast(Duration.ZERO, config.interval(), prefix + "interval");
    Range.atLeast(Duration.ZERO, config.guard(), prefix + "guard");
    Range.atLeast(Duration.ZERO, config.ackDelay(), prefix + "ack-delay");
    Range.atLeast(Duration.ZERO, config.storeDelay(), prefix + "store-delay");
    Range.atLeast(Duration.ofMillis(1), config.retryInterval(), prefix + "retry-interval");
    Range.atLeast(Duration.ZERO, config.catchUpDelay(), prefix + "catch-up-delay");
  }

  /** What {@link Replication#add} promises. */
  public Acknowledge acknowledge() {
    return config.acknowledge();
  }

  /** Whether a restarted node has everything again that it told others before it was killed. */
  public boolean isDurable() {
    // With RECEIVED a node tells others of an item before the store has it.
    return config.durability() == Durability.DISK
        || (isJournaled() && acknowledge() != Acknowledge.RECEIVED);
  }

  private boolean isJournaled() {
    return config.durability() != Durability.MEMORY;
  }

  /**
   * Begins a life. Its number comes from the journal or, if there is none, from the clock.
   *
   * @param items makes the state that takes the items; the result is that state
   */
  public <I extends Items> CompletionStage<I> start(
      Cluster cluster, Handlers on, Function<Replication, I> items) {
    if (!isJournaled()) {
      long moment = scheduler.wallClock().toEpochMilli();
      long life = moment * LIVES + scheduler.random().nextInt(LIVES);
      return start(cluster, on, CompletableFuture.completedStage(life), items);
    }
    Journal journal = journal(cluster);
    CompletableFuture<Journal.Opened> opened = new CompletableFuture<>();
    // A node sends nothing before it has answered init.
    scheduler.after(Duration.ZERO, () -> journal.open().thenAccept(opened::complete));
    return start(cluster, on, opened, journal, items);
  }

  private Journal journal(Cluster cluster) {
    if (config.durability() == Durability.DISK) {
      return new DiskJournal(storage.get(), scheduler, cluster.self());
    }
    String store = config.durability() == Durability.SEQ_KV ? "seq-kv" : "lin-kv";
    KvClient kv = new KvClient(store, bus, scheduler);
    return new KvJournal(kv, scheduler, config.storeDelay(), cluster);
  }

  /**
   * Begins a life without a journal as soon as its number is known. Until then messages wait.
   *
   * @param life a number that no former life had; if it is greater than theirs, a node that has
   *     heard of this life ignores late messages of a former one
   * @param items makes the state that takes the items; the result is that state
   */
  public <I extends Items> CompletionStage<I> start(
      Cluster cluster, Handlers on, CompletionStage<Long> life, Function<Replication, I> items) {
    Journal none = () -> life.thenApply(number -> new Journal.Opened(number, List.of()));
    return start(cluster, on, none.open(), none, items);
  }

  private <I extends Items> CompletionStage<I> start(
      Cluster cluster,
      Handlers on,
      CompletionStage<Journal.Opened> opened,
      Journal journal,
      Function<Replication, I> items) {
    CompletableFuture<Replication> begun = new CompletableFuture<>();
    on.message(Batch.class, begun, Replication::batch);
    on.message(Sync.class, begun, Replication::sync);
    on.always(
        always -> {
          // Not by thenAccept, which would keep what is thrown to itself.
          if (begun.isDone()) {
            begun.join().invariants(always);
          }
        });
    on.shows(() -> begun.isDone() ? begun.join().shows() : Map.of());
    return opened.thenApply(
        kept -> {
          Logs logs = new Logs(new Lives(Origin.of(cluster.self(), kept.life())), isDurable());
          Replication replication = new Replication(bus, scheduler, config, cluster, logs, journal);
          I made = items.apply(replication);
          replication.begin(made, kept);
          begun.complete(replication);
          return made;
        });
  }
}
