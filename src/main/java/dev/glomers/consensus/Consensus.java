package dev.glomers.consensus;

import dev.glomers.consensus.ConsensusConfig.Durability;
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

/** Starts a {@link Raft}; a challenge may have it injected. */
@Singleton
public final class Consensus {
  private final MessageBus bus;
  private final Scheduler scheduler;
  private final Provider<Storage> storage;
  private final ConsensusConfig config;

  /**
   * @throws IllegalArgumentException naming the property, if its value makes no sense
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

  /** Runs a state machine on all nodes that start the like of it. */
  public <R> Agreement<R> start(Cluster cluster, Handlers on, StateMachine<R> machine) {
    boolean durable = config.durability() == Durability.DISK;
    PersistentState state = new PersistentState(durable ? storage.get() : null, scheduler);
    Agreement<R> agreement = new Agreement<>(machine);
    Raft raft = new Raft(cluster, bus, scheduler, state, agreement, config);
    raft.listen(on);
    // Nothing can be sent before init is answered.
    scheduler.after(Duration.ZERO, raft::begin);
    return agreement;
  }
}
