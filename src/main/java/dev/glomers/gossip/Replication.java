package dev.glomers.gossip;

import dev.glomers.gossip.GossipConfig.Acknowledge;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Durability;
import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Brings every item that one node has to all nodes; see the package for how and why. */
public final class Replication {
  private final Scheduler scheduler;
  private final GossipConfig config;
  private final Logs logs;
  private final Journal journal;
  private final Members members;
  private final Outbox outbox;
  private final Repair repair;

  @SuppressWarnings("NullAway.Init") // No message comes before begin.
  private Items items;

  @SuppressWarnings("NullAway.Init")
  private Stability stability;

  /** How much of its own durable log this node has offered to others. */
  private int offered;

  Replication(
      MessageBus bus,
      Scheduler scheduler,
      GossipConfig config,
      Cluster cluster,
      Logs logs,
      Journal journal) {
    this.scheduler = scheduler;
    this.config = config;
    this.journal = journal;
    this.logs = logs;
    members = new Members(cluster, config, logs, scheduler.now());
    outbox = new Outbox(bus, scheduler, config, logs, members);
    repair = new Repair(scheduler, config, logs, members, outbox);
  }

  /** Begins with what former lives kept. */
  void begin(Items given, Journal.Opened kept) {
    items = given;
    stability = new Stability(config, items, logs, members);
    logs.drops(items.replaceOthers());
    kept.found().forEach(this::take);
    logs.durable(logs.count());
    logs.onDurable(this::durable);
    journal.keep(logs);
    if (logs.count() > 0) {
      // Who has been asked is told nothing before it answers.
      members.guarded().forEach(repair::ask);
    }
    if (kept.life() > 0) {
      beginAgain();
    }
    // In a cluster of one everything that the journal kept is stable.
    settle();
    scheduler.every(
        Repair.REVIEW_INTERVAL,
        () -> {
          repair.review();
          // A promise may have waited for a peer that is now suspected.
          stability.keep();
        });
  }

  private void beginAgain() {
    if (items.wantStability()) {
      // With this item its peers can say that they know of this life.
      add(Json.NULL);
    }
  }

  /** This node in this life. */
  public String origin() {
    return logs.own();
  }

  public int length(String origin) {
    return logs.length(origin);
  }

  /**
   * Fails with {@link ErrorCode#TEMPORARILY_UNAVAILABLE} while the disk is full, as {@link #add}
   * does then.
   */
  public void requireRoom() {
    journal.requireRoom();
  }

  /** Adds an item; done once the item is as safe as {@link GossipConfig#acknowledge()} says. */
  public CompletionStage<Void> add(Json item) {
    requireRoom();
    Arrivals.Mark mark = new Arrivals.Mark(logs.own(), logs.add(item));
    journal.write();
    if (logs.size() == logs.count()) {
      outbox.offer();
      settle();
    }
    return stability.await(mark);
  }

  /** More of the logs is durable: others may be told of it. */
  private void durable() {
    members.met().forEach(peer -> outbox.acknowledge(peer, stability.isWanted()));
    int own = logs.version().of(logs.own());
    if (own > offered || (members.role().relays() && members.lack(null))) {
      offered = own;
      outbox.offer();
    }
    settle();
  }

  /** This node may have learnt more about what its peers have. */
  private void settle() {
    if (stability.settle()) {
      journal.write();
      if (members.role().relays()) {
        outbox.offer();
      }
    }
  }

  /** Done once every item that was added here is as safe as an acknowledgement promises. */
  public CompletionStage<Void> safe() {
    String own = logs.own();
    return stability.await(new Arrivals.Mark(own, logs.length(own)));
  }

  /** Drops the item with which a log was that long, because a later item replaces it. */
  public void drop(String origin, int end) {
    logs.drop(origin, end);
  }

  /**
   * Done once this node has everything that a former life promised to keep and that a peer which
   * answers has.
   */
  public CompletionStage<Void> informed() {
    boolean remembers = config.durability() != Durability.MEMORY;
    return remembers || config.acknowledge() == Acknowledge.RECEIVED
        ? CompletableFuture.completedStage(null)
        : repair.catchUp(true);
  }

  /** Asks the peers that this node exchanges batches with what they have; done once all answer. */
  public CompletionStage<Void> catchUp() {
    return repair.catchUp(false);
  }

  void batch(String src, Batch batch) {
    Peer peer = members.peer(src);
    if (peer != null && hear(peer, batch)) {
      take(peer, batch, scheduler.now().plusMillis(batch.within()));
      repair.heard(peer);
      settle();
    }
  }

  void sync(String src, Sync sync) {
    Peer peer = members.peer(src);
    if (peer == null || !hear(peer, sync.batch())) {
      return;
    }
    peer.knowledge.has(sync.have(), scheduler.now());
    logs.lives().born(sync.have());
    if (sync.asks()) {
      outbox.answer(peer);
    } else {
      // These items are late anyway, so they can wait for the next batch to each peer.
      take(peer, sync.batch(), scheduler.now().plus(config.interval()));
      repair.answered(peer);
    }
    settle();
  }

  /** Records who speaks; false if the message is to be ignored, for it is of a former life. */
  private boolean hear(Peer peer, Batch batch) {
    if (logs.lives().outlive(batch.to(), scheduler.random())) {
      beginAgain();
    }
    return repair.hear(peer, batch);
  }

  /** Takes in what a batch brings, to be passed on by then. */
  private void take(Peer peer, Batch batch, Duration by) {
    boolean whole = batch.to().equals(logs.own()) || batch.to().isEmpty();
    peer.knowledge.sent(batch, whole, scheduler.now());
    members.role().heard(peer, batch, scheduler.now());
    if (!whole) {
      // The sender left out what a former life of this node had, so the batch is not whole.
      repair.ask(peer);
      return;
    }
    boolean news = false;
    for (Extent extent : batch.log()) {
      news |= take(extent);
    }
    peer.knowledge.took(batch);
    journal.write();
    if (news && members.role().relays() && members.lack(peer)) {
      outbox.offer(by);
    }
    outbox.acknowledge(peer, stability.isWanted());
    repair.checkCaughtUp();
  }

  private boolean take(Extent extent) {
    String origin = extent.name();
    if (VersionVector.isStable(origin)) {
      return stability.learn(VersionVector.stableOf(origin), extent.end());
    }
    int known = logs.skip(origin, extent.from());
    for (Json item : extent.after(known)) {
      logs.take(origin, item);
      items.take(origin, length(origin), item);
    }
    return known < length(origin);
  }

  /** What the items show, this node's role, and how much of each log it has. */
  Map<String, ?> shows() {
    Map<String, Object> shown = new LinkedHashMap<>(items.shows());
    members.show(shown);
    logs.show(shown);
    return shown;
  }

  /** Logs only grow and are the same everywhere, and peers have what they are known to have. */
  void invariants(Invariants always) {
    logs.invariants(always);
    items.invariants(always);
    members.invariants(always);
    repair.situations(always);
    stability.situations(always);
    journal.situations(always);
  }
}
