package dev.glomers.consensus;

import dev.glomers.consensus.ConsensusConfig.Durability;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
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
import java.util.function.BiFunction;

/** Starts a {@link Raft}; a challenge may have it injected. */
@Singleton
public final class Consensus {
  private final MessageBus bus;
  private final Scheduler scheduler;
  private final Provider<Storage> storage;
  private final ConsensusConfig config;

  /**
   * @throws IllegalArgumentException naming the property whose value makes no sense
   */
  @Inject
  public Consensus(
      MessageBus bus, Scheduler scheduler, Provider<Storage> storage, ConsensusConfig config) {
    this.bus = bus;
    this.scheduler = scheduler;
    this.storage = storage;
    this.config = config;
    Range.atLeast(Duration.ZERO, config.interval(), "glomers.consensus.interval");
  }

  /**
   * Runs a state machine (§2) on all nodes that start the like of it.
   *
   * @param <R> what a command comes to
   * @param machine runs a command, given last, on the state that commands have left, and may change
   *     that; it depends on nothing else. May throw an {@link RpcException} with a definite code,
   *     if that is what the command comes to, and has changed nothing then
   */
  public <R> Agreement<R> start(
      Cluster cluster, Handlers on, BiFunction<Map<Json, Json>, Json, R> machine) {
    Storage disk = config.durability() == Durability.DISK ? storage.get() : null;
    PersistentState state = new PersistentState(disk, scheduler);
    String session = cluster.self() + "." + scheduler.random().nextLong(Long.MAX_VALUE);
    Agreement<R> agreement = new Agreement<>(machine, state, session, config.snapshotBytes());
    Raft raft = new Raft(cluster, bus, scheduler, agreement, new Pace(config.interval()));
    raft.listen(on);
    // Nothing can be sent before init is answered.
    scheduler.after(Duration.ZERO, () -> state.open(cluster.self()).thenRun(raft::begin));
    return agreement;
  }
}
