package dev.glomers.challenge.broadcast;

import dev.glomers.challenge.Range;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Every value that any node is sent is to be read on all; see the package for how and why. */
@Singleton
@Named("broadcast")
public final class Broadcast implements Challenge {
  private final MessageBus bus;
  private final Scheduler scheduler;
  private final BroadcastConfig config;

  @Inject
  public Broadcast(MessageBus bus, Scheduler scheduler, BroadcastConfig config) {
    this.bus = bus;
    this.scheduler = scheduler;
    this.config = config;
    String prefix = "glomers.broadcast.";
    Range.atLeast(Duration.ZERO, config.interval(), prefix + "interval");
    Range.atLeast(Duration.ZERO, config.guard(), prefix + "guard");
    Range.atLeast(Duration.ZERO, config.ackDelay(), prefix + "ack-delay");
    Range.atLeast(Duration.ofMillis(1), config.replyTimeout(), prefix + "reply-timeout");
    Range.atLeast(Duration.ofMillis(1), config.retryInterval(), prefix + "retry-interval");
    Range.atLeast(Duration.ZERO, config.catchUpDelay(), prefix + "catch-up-delay");
  }

  record Topology(Json topology) {}

  record TopologyOk() {}

  record BroadcastBody(Json message) {}

  record BroadcastOk() {}

  record Read() {}

  record ReadOk(Json messages) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    Replication replication = new Replication(cluster, bus, scheduler, config);
    on.request(Topology.class, topology -> new TopologyOk());
    on.request(BroadcastBody.class, message -> replication.add(message.message()));
    on.request(Read.class, read -> new ReadOk(replication.values()));
    on.message(Batch.class, replication::batch);
    on.request(Sync.class, replication::sync);
    on.always(replication::invariants);
  }
}
