package dev.glomers.consensus;

import dev.glomers.consensus.ConsensusConfig.Durability;
import dev.glomers.consensus.Messages.AppendEntries;
import dev.glomers.consensus.Messages.Appended;
import dev.glomers.consensus.Messages.InstallSnapshot;
import dev.glomers.consensus.Messages.RequestVote;
import dev.glomers.consensus.Messages.Vote;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Range;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.Storage;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** Starts a {@link Raft}; a challenge may have it injected. */
@Singleton
public final class Consensus {
  private static final long LEAST_BYTES = 1 << 14;

  private final MessageBus bus;
  private final Scheduler scheduler;
  private final Provider<Storage> storage;
  private final ConsensusConfig config;
  private final long leastBytes;

  /**
   * @throws IllegalArgumentException naming the property, if its value makes no sense
   */
  @Inject
  public Consensus(
      MessageBus bus, Scheduler scheduler, Provider<Storage> storage, ConsensusConfig config) {
    this(bus, scheduler, storage, config, LEAST_BYTES);
  }

  /**
   * @param leastBytes a log with shorter commands is not worth a snapshot
   */
  Consensus(
      MessageBus bus,
      Scheduler scheduler,
      Provider<Storage> storage,
      ConsensusConfig config,
      long leastBytes) {
    this.leastBytes = leastBytes;
    this.bus = bus;
    this.scheduler = scheduler;
    this.storage = storage;
    this.config = config;
    Range.atLeast(Duration.ZERO, config.interval(), "glomers.consensus.interval");
  }

  /** Runs a state machine on all nodes that start the like of it. */
  public <R> Agreement<R> start(Cluster cluster, Handlers on, StateMachine<R> machine) {
    boolean durable = config.durability() == Durability.DISK;
    PersistentState state = new PersistentState(durable ? storage.get() : null, scheduler);
    Replica<R> replica = new Replica<>(machine);
    Pace pace = new Pace(config.interval());
    CompletableFuture<Raft> begun = new CompletableFuture<>();
    listen(on, RequestVote.class, begun, raft -> raft.election()::requestVote);
    listen(on, Vote.class, begun, raft -> raft.election()::vote);
    listen(on, AppendEntries.class, begun, raft -> raft.follower()::appendEntries);
    listen(on, InstallSnapshot.class, begun, raft -> raft.follower()::installSnapshot);
    listen(on, Appended.class, begun, raft -> raft::appended);
    on.always(always -> ifDone(begun, raft -> raft.invariants(always)));
    on.shows(() -> begun.isDone() ? begun.join().shows() : Map.of());
    // Nothing can be sent before init is answered.
    scheduler.after(
        Duration.ZERO,
        () ->
            state
                .open(cluster.self())
                .thenRun(
                    () ->
                        begin(
                            new Raft(cluster, bus, scheduler, state, replica, pace, leastBytes),
                            begun)));
    return command ->
        begun.thenCompose(
            raft -> {
              CompletionStage<R> result = replica.submit(Json.of(command));
              raft.submitted();
              return result;
            });
  }

  private static void begin(Raft raft, CompletableFuture<Raft> begun) {
    begun.complete(raft);
    raft.begin();
  }

  /** What comes before the disk was read is lost, as on a network. */
  private static <M extends Record> void listen(
      Handlers on,
      Class<M> message,
      CompletableFuture<Raft> begun,
      Function<Raft, BiConsumer<String, M>> handler) {
    on.message(
        message, (src, body) -> ifDone(begun, raft -> handler.apply(raft).accept(src, body)));
  }

  private static void ifDone(CompletableFuture<Raft> begun, Consumer<Raft> action) {
    if (begun.isDone()) {
      action.accept(begun.join());
    }
  }
}
