package dev.glomers.consensus;

import dev.glomers.consensus.Follower.Appended;
import dev.glomers.consensus.Leader.AppendEntries;
import dev.glomers.consensus.Raft.RequestVote;
import dev.glomers.consensus.Raft.Vote;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Durability;
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
import java.util.function.BiFunction;

/** Starts a {@link Raft}. A challenge can inject it. */
@Singleton
public final class Consensus {
  private final MessageBus bus;
  private final Scheduler scheduler;
  private final Provider<Storage> storage;
  private final ConsensusConfig config;

  /**
   * @throws IllegalArgumentException naming the property whose value is invalid
   */
  @Inject
  public Consensus(
      MessageBus bus, Scheduler scheduler, Provider<Storage> storage, ConsensusConfig config) {
    this.bus = bus;
    this.scheduler = scheduler;
    this.storage = storage;
    this.config = config;
    Range.atLeast(Duration.ZERO, config.interval(), "glomers.consensus.interval");
    if (config.durability().compareTo(Durability.DISK) > 0) {
      throw new IllegalArgumentException(
          "glomers.durability: not for consensus: " + config.durability());
    }
  }

  /**
   * Runs a replicated state machine (§2). Every node must start the same one.
   *
   * @param <R> the result of a command
   * @param machine applies a command (second argument) to the state (first argument), which it may
   *     change; it depends on nothing else. If it throws an {@link RpcException} as the result, the
   *     code must be definite and the state unchanged
   */
  public <R> Agreement<R> start(
      Cluster cluster, Handlers on, BiFunction<Map<Json, Json>, Json, R> machine) {
    Storage disk = config.durability() == Durability.DISK ? storage.get() : null;
    PersistentState state = new PersistentState(disk, scheduler);
    String session = cluster.self() + "." + scheduler.random().nextLong(Long.MAX_VALUE);
    Agreement<R> agreement = new Agreement<>(machine, state, session, config.snapshotBytes());
    Raft raft = new Raft(cluster, bus, scheduler, agreement, new Pace(config.interval()));
    new Figure3(raft, on);
    CompletableFuture<Raft> open = new CompletableFuture<>();
    on.message(RequestVote.class, open, Raft::requestVote);
    on.message(Vote.class, open, Raft::vote);
    on.message(AppendEntries.class, open, Raft::appendEntries);
    on.message(Appended.class, open, Raft::appended);
    open.thenAccept(Raft::begin);
    // The node can send only after it has answered init.
    scheduler.after(
        Duration.ZERO, () -> state.open(cluster.self()).thenRun(() -> open.complete(raft)));
    return agreement;
  }
}
