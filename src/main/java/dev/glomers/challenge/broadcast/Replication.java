package dev.glomers.challenge.broadcast;

import dev.glomers.challenge.broadcast.Broadcast.BroadcastOk;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Passes values on, and finds out which of them were lost on the way. */
final class Replication {
  private final MessageBus bus;
  private final Scheduler scheduler;
  private final BroadcastConfig config;
  private final String self;
  private final String origin;
  private final Values values;

  /** In the order in which they become the hub. */
  private final Map<String, Peer> peers = new LinkedHashMap<>();

  /** Those that become the hub sooner than this one. */
  private final List<Peer> before = new ArrayList<>();

  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private Role role;

  /** Until when what is new may wait; null if there is nothing. */
  private @Nullable Duration deadline;

  /** The same for acknowledgements. */
  private @Nullable Duration acknowledgeBy;

  private Scheduler.@Nullable Timer flush;

  /** Whether this node has just started, and knows of nothing. */
  private boolean alone = true;

  /** When to ask for what there is if nothing is heard until then. */
  private final Duration catchUpAt;

  /** Whether this node waits for what it had before it was killed. */
  private boolean catchingUp;

  /** What another node has and this one lacks, until when it is to be here. */
  private @Nullable Missing missing;

  private int turn;

  /** A client's value, and where in this node's own log it ends. */
  private record Waiting(int end, CompletableFuture<BroadcastOk> reply) {}

  private record Missing(Version version, Peer from, Duration by) {}

  Replication(Cluster cluster, MessageBus bus, Scheduler scheduler, BroadcastConfig config) {
    this.bus = bus;
    this.scheduler = scheduler;
    this.config = config;
    self = cluster.self();
    origin = self + "." + Integer.toString(scheduler.random().nextInt(1 << 30), 36);
    values = new Values(origin);
    cluster.peers().forEach(id -> peers.put(id, new Peer(id, values)));
    before.addAll(List.copyOf(peers.values()).subList(0, cluster.index()));
    role = role();
    catchUpAt = now().plus(config.catchUpDelay());
    scheduler.every(config.replyTimeout().dividedBy(4), this::review);
    scheduler.every(config.retryInterval(), this::probe);
  }

  // What clients ask.

  Json values() {
    return values.array();
  }

  CompletionStage<BroadcastOk> add(Json value) {
    if (values.add(value)) {
      offer(now().plus(config.interval()));
    }
    Waiting one = new Waiting(values.ownSize(), new CompletableFuture<>());
    waiting.add(one);
    if (config.acknowledge() == BroadcastConfig.Acknowledge.RECEIVED || peers.isEmpty()) {
      acknowledge(values.ownSize());
    } else {
      peers.values().forEach(peer -> acknowledge(peer.has().of(origin)));
    }
    return one.reply();
  }

  /** This node's own values are as safe as promised, up to that place in its log. */
  private void acknowledge(int end) {
    values.show(end);
    for (Waiting next = waiting.peek(); next != null && next.end() <= end; next = waiting.peek()) {
      waiting.remove();
      next.reply().complete(new BroadcastOk());
    }
  }

  /**
   * What is here stays here, is the same everywhere, and what peers are known to have they have.
   */
  void invariants(Invariants always) {
    int before = (int) always.grows("the number of values", values.size());
    for (int index = before; index < values.size(); index++) {
      always.has(values.place(index).origin(), values.value(index));
    }
    always.grows("the number of own values that are read", values.shown());
    always.holds(
        "whoever waits for an acknowledgement waits for a value that is not read yet",
        waiting.isEmpty() || waiting.element().end() > values.shown());
    if (always.inFull()) {
      peers
          .values()
          .forEach(
              peer ->
                  peer.has()
                      .counts()
                      .forEach((from, count) -> always.knows(peer.id(), from, count)));
    }
  }

  // Passing on.

  /** Sends what is new, by then at the latest. */
  private void offer(Duration by) {
    deadline = deadline == null ? by : Times.earlier(deadline, by);
    plan();
  }

  private void plan() {
    if (flush != null) {
      flush.cancel();
      flush = null;
    }
    Duration due = deadline == null ? null : role.due(deadline, now());
    if (due == null || (acknowledgeBy != null && acknowledgeBy.compareTo(due) < 0)) {
      due = acknowledgeBy;
    }
    if (due != null && !catchingUp) {
      flush = scheduler.after(Times.later(due.minus(now()), Duration.ZERO), this::flush);
    }
  }

  private void flush() {
    Duration by = deadline == null ? now().plus(config.interval()) : deadline;
    deadline = null;
    acknowledgeBy = null;
    role.flushed(now());
    for (Peer peer : peers.values()) {
      if (role.guards(peer) && peer.reachable() && peer.isUntold()) {
        send(peer, by);
      }
    }
  }

  private void send(Peer peer, Duration by) {
    Duration within = role.within(peer, by, now());
    bus.send(peer.id(), peer.batch(role.hub(), now(), within, role.next(now())));
  }

  private State state() {
    return new State(origin, role.hub(), values.version().counts());
  }

  void batch(String src, Batch batch) {
    Peer peer = peers.get(src);
    if (peer == null) {
      return;
    }
    hear(peer, batch.origin(), batch.hub());
    boolean complete = peer.received(batch, now());
    acknowledge(peer.has().of(origin));
    role.heard(peer, batch, now());
    take(peer, batch.log(), now().plusMillis(batch.within()));
    if (!complete) {
      catchingUp |= alone;
      ask(peer);
    }
    alone = false;
    if (!batch.log().isEmpty()) {
      peer.untold();
      acknowledgeBy = now().plus(config.ackDelay());
    }
    if (role.guards(peer) && peer.missed(now(), config.guard())) {
      peer.untold();
      offer(now().plus(config.interval()));
    }
    plan();
  }

  private void take(Peer from, Map<String, Run> log, Duration by) {
    boolean news = false;
    for (Map.Entry<String, Run> run : log.entrySet()) {
      news |= values.add(run.getKey(), run.getValue());
    }
    if (news && role.relays() && othersLack(from)) {
      offer(by);
    }
  }

  private boolean othersLack(Peer from) {
    return peers.values().stream()
        .anyMatch(peer -> peer != from && role.guards(peer) && peer.lacks());
  }

  // Repairing.

  /** Asks those who should have acknowledged, or for what should have come. */
  private void review() {
    Duration now = now();
    for (Peer peer : peers.values()) {
      if (!peer.confirmed() && !peer.suspect() && role.guards(peer) && role.overdue(peer, now)) {
        ask(peer);
      }
    }
    if (missing != null) {
      boolean here = values.version().covers(missing.version());
      boolean late = missing.by().compareTo(now) < 0;
      if (late && !here) {
        ask(missing.from());
      }
      if (late || here) {
        missing = null;
        peers.values().forEach(this::compare);
      }
    }
  }

  /** Notes what a peer has and this node has not, unless something is missing already. */
  private void compare(Peer peer) {
    if (missing == null && !peer.suspect() && behind(peer)) {
      Version version = new Version();
      version.raise(peer.has().counts());
      Duration patience = config.interval().multipliedBy(2).plus(config.replyTimeout());
      missing = new Missing(version, peer, now().plus(patience));
    }
  }

  private boolean behind(Peer peer) {
    return !values.version().covers(peer.has());
  }

  private void ask(Peer peer) {
    if (peer.ask()) {
      bus.request(peer.id(), new Sync(state()), SyncOk.class, config.replyTimeout())
          .whenComplete(
              (ok, failure) -> {
                if (failure == null) {
                  answered(peer, ok);
                } else {
                  silent(peer);
                }
              });
    }
  }

  SyncOk sync(String src, Sync sync) {
    Peer peer = peers.get(src);
    if (peer != null) {
      hear(peer, sync.state());
      peer.tell(now());
      compare(peer);
    }
    Version have = new Version();
    have.raise(sync.state().have());
    return new SyncOk(state(), values.since(have));
  }

  private void answered(Peer peer, SyncOk ok) {
    boolean back = peer.answered();
    catchingUp = false;
    hear(peer, ok.state());
    peer.took(ok.state().size());
    // What comes so is late in any case, and need not cost a message to each of its own.
    take(peer, ok.log(), now().plus(config.interval()));
    alone &= values.size() == 0;
    if (back) {
      choose();
      // What cut this one off may have cut off others.
      peers.values().stream().filter(Peer::suspect).forEach(this::ask);
    }
    if (role.guards(peer) && peer.lacks()) {
      send(peer, now());
    }
    plan();
  }

  private void silent(Peer peer) {
    boolean givenUp = peer.silent();
    if (catchingUp) {
      catchingUp = false;
      alone = true;
    }
    if (peer.suspect()) {
      return;
    }
    if (!givenUp) {
      ask(peer);
      return;
    }
    peer.suspected();
    if (peer.id().equals(role.hub())) {
      // Finds out at once which of those that come before this one are there.
      before.stream().filter(other -> !other.suspect()).forEach(this::ask);
    }
    choose();
    plan();
  }

  private void hear(Peer peer, State state) {
    hear(peer, state.origin(), state.hub());
    peer.has(state.have());
    acknowledge(peer.has().of(origin));
  }

  private void hear(Peer peer, String speaker, String hub) {
    boolean followed = peer.follows(self);
    boolean another = peer.hear(speaker, hub, now());
    if (another || peer.suspect()) {
      // Only an answer is certain to come from the one that is there now.
      ask(peer);
    }
    if (!followed && peer.follows(self) && role instanceof Leaf leaf) {
      // That one has lost the hub; has this one too?
      ask(leaf.peer());
    }
  }

  /** Asks for what there is if nobody is heard; or, while one is cut off, whether it is back. */
  private void probe() {
    if (alone && now().compareTo(catchUpAt) >= 0) {
      next(false);
      alone = turn < peers.size();
    }
    if (role.hub().equals(self) && peers.values().stream().anyMatch(this::isCutOff)) {
      next(true);
      next(false);
    }
  }

  private boolean isCutOff(Peer peer) {
    return peer.suspect() && peer.lacks();
  }

  /** Asks the next one, in turn, of those that are suspected or not. */
  private void next(boolean suspect) {
    List<Peer> ones = peers.values().stream().filter(peer -> peer.suspect() == suspect).toList();
    if (!ones.isEmpty()) {
      ask(ones.get(turn++ % ones.size()));
    }
  }

  // Doing without those who do not answer.

  /** The first that is there is the hub. */
  private Role role() {
    if (config.interval().isZero()) {
      return new Mesh(self, config);
    }
    return before.stream()
        .filter(peer -> !peer.suspect())
        .findFirst()
        .<Role>map(hub -> new Leaf(self, hub, config))
        .orElseGet(() -> new Hub(self, config, now()));
  }

  private void choose() {
    Role chosen = role();
    if (!chosen.hub().equals(role.hub())) {
      role = chosen;
      peers.values().stream()
          .filter(peer -> !peer.suspect() && role.guards(peer))
          .forEach(this::ask);
      offer(now());
    }
  }

  private Duration now() {
    return scheduler.now();
  }
}
