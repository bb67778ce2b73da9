package dev.glomers.challenge.counter;

import dev.glomers.challenge.Range;
import dev.glomers.challenge.counter.CounterConfig.Acknowledge;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.SeqKv;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A counter kept on {@code seq-kv}; see the package for why it is exact. */
@Singleton
@Named("counter")
public final class Counter implements Challenge {
  private final MessageBus bus;
  private final Scheduler scheduler;
  private final KvClient kv;
  private final CounterConfig config;
  private final OwnTotal own;
  private final Map<String, Peer> peers = new LinkedHashMap<>();

  /** Completes when the node knows all that it may have known in an earlier life. */
  private CompletionStage<Void> ready = new CompletableFuture<>();

  private boolean awake;
  private boolean wasRead;

  @Inject
  public Counter(MessageBus bus, Scheduler scheduler, @SeqKv KvClient kv, CounterConfig config) {
    this.bus = bus;
    this.scheduler = scheduler;
    this.kv = kv;
    this.config = config;
    Range.atLeast(Duration.ofNanos(1), config.interval(), "glomers.counter.interval");
    this.own = new OwnTotal(kv);
  }

  record Add(long delta) {}

  record AddOk() {}

  record Read() {}

  record ReadOk(BigInteger value) {}

  /**
   * The sender's total as it is stored. Sent until it is confirmed.
   *
   * @param seen the version of the receiver's total that the sender has, as in {@link Seen}
   */
  record Told(Total total, long seen) {}

  /** Confirms a total to a node that is told nothing else meanwhile. */
  record Seen(long version) {}

  @Override
  public void start(Cluster cluster, Handlers on) {
    for (String id : cluster.peers()) {
      peers.put(id, new Peer(id, own, bus, kv, scheduler, config.interval().multipliedBy(2)));
    }
    on.always(this::invariants);
    on.request(Add.class, add -> ready.thenCompose(done -> add(add)));
    on.request(Read.class, read -> ready.thenApply(done -> read()));
    on.message(Told.class, (src, told) -> told(peer(src), told));
    on.message(Seen.class, (src, seen) -> peer(src).seen(seen));
    ready = own.recover(cluster.self()).thenCompose(done -> recoverPeers());
  }

  private CompletionStage<Void> recoverPeers() {
    CompletionStage<Void> done = CompletableFuture.completedStage(null);
    if (!own.isFirst()) {
      wake();
      for (Peer peer : peers.values()) {
        done = done.thenCompose(before -> kv.insist(peer::lookUp));
      }
    }
    return done;
  }

  /** Totals only grow, and no peer has what the store cannot have. */
  private void invariants(Invariants always) {
    long sent = own.sentVersion();
    long known = 0;
    for (Peer peer : peers.values()) {
      known += peer.version();
      always.holds("peers have confirmed what was sent", sent == 0 || peer.confirmed() <= sent);
    }
    always.grows("the version of the own total", own.stored().version());
    always.grows("the sum of the versions of all others", known);
  }

  private CompletionStage<AddOk> add(Add add) {
    own.add(add.delta());
    wake();
    CompletionStage<Void> promised =
        promisesStored() ? own.store() : CompletableFuture.completedStage(null);
    return promised.thenApply(done -> new AddOk());
  }

  /** Shows what was acknowledged. */
  private ReadOk read() {
    wasRead = true;
    wake();
    BigInteger value = promisesStored() ? own.stored().value() : own.value();
    for (Peer peer : peers.values()) {
      value = value.add(peer.value());
    }
    return new ReadOk(value);
  }

  private boolean promisesStored() {
    return config.acknowledge() == Acknowledge.STORED;
  }

  private void told(Peer sender, Told told) {
    // What is confirmed must be known even after a kill, as it is once this node is ready.
    ready.thenRun(
        () -> {
          sender.told(told);
          wake();
        });
  }

  private Peer peer(String id) {
    Peer peer = peers.get(id);
    if (peer == null) {
      throw new RpcException(ErrorCode.MALFORMED_REQUEST, "src: " + id + " is no peer");
    }
    return peer;
  }

  /** Sees to it that this node turns to the store and its peers, once in an interval. */
  private void wake() {
    if (!awake) {
      awake = true;
      scheduler.after(config.interval(), this::exchange);
    }
  }

  private void exchange() {
    List<Peer> missed =
        wasRead ? peers.values().stream().filter(Peer::isMissed).toList() : List.of();
    wasRead = false;
    CompletionStage<Void> stored = missed.isEmpty() ? own.store() : own.barrier();
    stored.thenRun(
        () -> {
          peers.values().forEach(Peer::tell);
          missed.forEach(Peer::lookUp);
          awake = false;
          if (!own.isStored() || !peers.values().stream().allMatch(Peer::isSettled)) {
            wake();
          }
        });
  }
}
