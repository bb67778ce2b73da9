package dev.glomers.challenge.kafka;

import dev.glomers.challenge.kafka.KafkaConfig.Acks;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** In the memory of all nodes, without coordination; see the package for why it is correct. */
final class ReplicatedLog implements Log {
  private final int self;
  private final KafkaConfig config;
  private final KafkaConfig.ReplicationTuning tuning;
  private final MessageBus bus;
  private final Scheduler scheduler;
  private final OffsetReservation offsets;
  private final Journals journals;
  private final List<Peer> peers = new ArrayList<>();
  private final Queue<Waiter> waiters = new ArrayDeque<>();

  /** Done once this node knows which incarnation of itself it is. */
  private final CompletableFuture<Void> started = new CompletableFuture<>();

  /** What was done before this node knew how long its journal is; null once it does. */
  private @Nullable List<Item> early = new ArrayList<>();

  /** Items of former incarnations in this node's journal. */
  private long inherited;

  /** Grows with every change of what this node has of any journal. */
  private long version;

  private Duration lastBatches;
  private Scheduler.@Nullable Timer batches;

  /** Completed when peers have so many items of this incarnation. */
  private record Waiter(long items, CompletableFuture<Void> done) {}

  /**
   * A batch: the next items of the sender's journal, and what it has of everybody's.
   *
   * @param epoch the sender's incarnation
   * @param version of the sender's state
   * @param from the position of the first item
   * @param held for each node; counts once the receiver has as much of the sender's journal as it
   *     says
   * @param heard the newest version of the receiver's state that the sender has
   * @param news whether an answer is wanted
   */
  record Replicate(
      long epoch,
      long version,
      long from,
      List<Item> items,
      List<Held> held,
      long heard,
      boolean news) {}

  ReplicatedLog(
      Cluster cluster,
      Handlers on,
      MessageBus bus,
      Scheduler scheduler,
      KvClient linKv,
      KafkaConfig config) {
    this.self = cluster.index();
    this.config = config;
    this.tuning = config.replicated();
    this.bus = bus;
    this.scheduler = scheduler;
    this.offsets = new OffsetReservation(linKv, scheduler, tuning.offsetBlock());
    this.journals = new Journals(self, cluster.size());
    this.lastBatches = scheduler.now().minus(tuning.batchInterval());
    for (String node : cluster.peers()) {
      peers.add(new Peer(node, cluster.nodes().indexOf(node), cluster.size()));
    }
    on.message(Replicate.class, (src, batch) -> replicate(peer(src), batch));
    on.request(Recovery.Recover.class, (src, recover) -> recover(peer(src), recover));
    // Nothing can be sent before init is answered.
    scheduler.after(Duration.ZERO, () -> offsets.start(cluster.self()).thenRun(this::started));
  }

  private void started() {
    started.complete(null);
    if (offsets.floor() == 0) {
      peers.forEach(peer -> peer.trusted = true);
      resume(List.of());
    } else {
      new Recovery(bus, scheduler, tuning.retryInterval(), offsets.floor(), peers, this::resume)
          .start();
    }
  }

  private void resume(List<Item> journal) {
    inherited = journal.size();
    receive(self, journal);
    journals.add(self, Objects.requireNonNull(early));
    early = null;
    peers.forEach(Peer::rewind);
    changed();
    progressed();
  }

  @Override
  public void invariants(Invariants always) {
    journals.invariants(always);
  }

  @Override
  public CompletionStage<Long> send(String key, Json msg) {
    long next = journals.nextOffset(key, offsets.floor());
    if (!offsets.covers(next)) {
      return offsets.cover(next).thenCompose(covered -> send(key, msg));
    }
    Item.Append append = journals.number(key, msg, offsets.floor());
    long offset = append.entry().offset();
    offsets.coverSoon(offset);
    add(List.of(append));
    return acknowledged().thenApply(done -> offset);
  }

  @Override
  public Map<String, List<Entry>> poll(Map<String, Long> from) {
    return journals.poll(from, config.maxPollEntries());
  }

  @Override
  public CompletionStage<?> commit(Map<String, Long> processed) {
    List<Item> raised = journals.raised(processed);
    if (raised.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    add(raised);
    return acknowledged().thenRun(() -> journals.commit(raised));
  }

  @Override
  public CompletionStage<Map<String, Long>> committed(List<String> keys) {
    return started.thenApply(
        done -> {
          if (offsets.floor() > 0 && isCatchingUp()) {
            throw new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "catching up");
          }
          return journals.committed(keys);
        });
  }

  /** Whether this node, having lost its memory, may know less of what is committed than it said. */
  private boolean isCatchingUp() {
    boolean ownUnknown = tuning.acks() == Acks.ALL && journals.confirmed(self) < inherited;
    return early != null || ownUnknown || peers.stream().anyMatch(peer -> peer.version < 0);
  }

  /** Continues this node's journal. */
  private void add(List<Item> items) {
    if (early != null) {
      early.addAll(items);
    } else {
      journals.add(self, items);
      changed();
      progressed();
    }
  }

  private void receive(int node, List<Item> items) {
    journals.add(node, items);
    if (tuning.acks() != Acks.ALL) {
      journals.commit(items);
    }
  }

  private CompletionStage<Void> acknowledged() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (tuning.acks() == Acks.LOCAL) {
      done.complete(null);
    } else {
      waiters.add(
          new Waiter(early != null ? early.size() : journals.length(self) - inherited, done));
      acknowledge();
    }
    return done;
  }

  private void acknowledge() {
    if (early != null) {
      return;
    }
    long safe = tuning.acks() == Acks.ALL ? journals.confirmed(self) : heldByReachable();
    while (!waiters.isEmpty() && waiters.element().items() + inherited <= safe) {
      waiters.remove().done().complete(null);
    }
  }

  private long heldByReachable() {
    long all = journals.length(self);
    for (Peer peer : peers) {
      all = peer.cutOff ? all : Math.min(all, peer.confirmed);
    }
    return all;
  }

  private void changed() {
    version++;
    sendSoon();
  }

  /** More is known of who has what. */
  private void progressed() {
    if (early == null) {
      for (int node = 0; node <= peers.size(); node++) {
        journals.confirm(node, heldByAll(node));
      }
      acknowledge();
    }
  }

  private long heldByAll(int node) {
    long epoch = held(node).epoch();
    long all = journals.length(node);
    for (Peer peer : peers) {
      Held held = peer.held.get(node);
      if (peer.index != node) {
        all = held.epoch() == epoch ? Math.min(all, held.length()) : 0;
      }
    }
    return all;
  }

  private Held held(int node) {
    long epoch = node == self ? offsets.floor() : peer(node).epoch;
    return new Held(epoch, journals.length(node));
  }

  private Peer peer(int node) {
    return peers.get(node < self ? node : node - 1);
  }

  private Peer peer(String name) {
    for (Peer peer : peers) {
      if (peer.name.equals(name)) {
        return peer;
      }
    }
    throw new RpcException(ErrorCode.MALFORMED_REQUEST, name + " is not a peer");
  }

  private void sendSoon() {
    if (batches == null) {
      Duration due = lastBatches.plus(tuning.batchInterval()).minus(scheduler.now());
      batches = scheduler.after(due.isNegative() ? Duration.ZERO : due, this::sendBatches);
    }
  }

  private void sendBatches() {
    batches = null;
    lastBatches = scheduler.now();
    for (Peer peer : peers) {
      boolean news = peer.told < version && !peer.cutOff && room(peer) > 0;
      if (early == null && (news || peer.owed)) {
        send(peer, news);
      }
    }
  }

  private long room(Peer peer) {
    return tuning.maxInFlight() - (peer.sent - peer.confirmed);
  }

  private void send(Peer peer, boolean news) {
    List<Item> items = journals.items(self, peer.sent, room(peer));
    long from = peer.sent;
    peer.sent += items.size();
    peer.whole = peer.sent == journals.length(self);
    if (peer.whole) {
      peer.told = version;
    }
    peer.owed = false;
    List<Held> held = new ArrayList<>();
    for (int node = 0; node <= peers.size(); node++) {
      held.add(held(node));
    }
    bus.send(
        peer.name, new Replicate(offsets.floor(), version, from, items, held, peer.version, news));
    if (peer.retry == null && peer.awaited()) {
      peer.progress = scheduler.now();
      peer.retry = scheduler.after(tuning.retryInterval(), () -> retry(peer));
    }
  }

  private void retry(Peer peer) {
    peer.retry = null;
    Duration due = peer.progress.plus(tuning.retryInterval()).minus(scheduler.now());
    if (peer.awaited() && due.compareTo(Duration.ZERO) > 0) {
      peer.retry = scheduler.after(due, () -> retry(peer));
    } else if (peer.awaited()) {
      peer.cutOff = true;
      acknowledge();
      peer.rewind();
      send(peer, true);
    }
  }

  private void replicate(Peer peer, Replicate batch) {
    if (!peer.trusted || batch.epoch() != peer.fence) {
      return;
    }
    if (peer.epoch != peer.fence) {
      peer.resumed();
      changed();
    }
    answered(peer, batch);
    long known = journals.length(peer.index) - batch.from();
    boolean more = known >= 0 && known < batch.items().size();
    if (more) {
      receive(peer.index, batch.items().subList((int) known, batch.items().size()));
      changed();
    }
    boolean whole = journals.length(peer.index) >= batch.held().get(peer.index).length();
    if (whole && batch.version() > peer.version) {
      peer.version = batch.version();
      peer.held = batch.held();
    }
    progressed();
    if (batch.news()) {
      peer.owed = true;
      if (more && !whole && early == null) {
        // It has more than it may send at once.
        send(peer, false);
      } else {
        sendSoon();
      }
    }
  }

  private void answered(Peer peer, Replicate batch) {
    Held ours = batch.held().get(self);
    if (early != null || ours.epoch() != offsets.floor()) {
      return;
    }
    if (ours.length() > peer.confirmed || batch.heard() > peer.heard) {
      peer.confirmed = Math.max(peer.confirmed, ours.length());
      peer.sent = Math.max(peer.sent, peer.confirmed);
      peer.heard = Math.max(peer.heard, batch.heard());
      peer.progress = scheduler.now();
      peer.cutOff = false;
      if (!peer.whole) {
        send(peer, true);
      } else if (peer.told < version) {
        sendSoon();
      }
    }
  }

  private Recovery.RecoverOk recover(Peer peer, Recovery.Recover request) {
    if (!started.isDone()) {
      throw new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "starting");
    }
    if (request.epoch() < peer.fence) {
      throw new RpcException(ErrorCode.PRECONDITION_FAILED, "a later incarnation was here");
    }
    if (request.epoch() > peer.fence) {
      peer.restarted(request.epoch());
      sendSoon();
    }
    return new Recovery.RecoverOk(
        offsets.floor(),
        journals.length(peer.index),
        request.from(),
        journals.items(peer.index, request.from(), tuning.maxInFlight()));
  }
}
