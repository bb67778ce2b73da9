package dev.glomers.challenge.broadcast;

import dev.glomers.challenge.broadcast.Broadcast.BroadcastOk;
import dev.glomers.challenge.broadcast.Broadcast.TopologyOk;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Passes values on, and finds out which of them were lost on the way. */
final class Replication {
  /** How many retry intervals a node whose cluster is new waits to hear of the others. */
  private static final int NEW_CLUSTER = 10;

  private final Cluster cluster;
  private final MessageBus bus;
  private final Scheduler scheduler;
  private final BroadcastConfig config;

  /** Whether every node sends its own values straight to all others. */
  private final boolean direct;

  private final String origin;
  private final Values values;

  /** In the order in which they become the hub. */
  private final Map<String, Peer> peers = new LinkedHashMap<>();

  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private Role role;

  /** Until when what is new may wait; null if there is nothing. */
  private @Nullable Duration deadline;

  private Scheduler.@Nullable Timer flush;
  private Scheduler.@Nullable Timer acknowledgement;
  private Scheduler.@Nullable Timer pull;
  private Scheduler.@Nullable Timer probe;
  private Scheduler.@Nullable Timer catchUp;

  /** Whether no other node was heard yet. */
  private boolean alone = true;

  /** Whether this node asked for what it had before it was killed. */
  private boolean rejoining;

  private int turn;

  /** A client's value, and where in this node's own log it ends. */
  private record Waiting(int end, CompletableFuture<BroadcastOk> reply) {}

  Replication(Cluster cluster, MessageBus bus, Scheduler scheduler, BroadcastConfig config) {
    this.cluster = cluster;
    this.bus = bus;
    this.scheduler = scheduler;
    this.config = config;
    this.direct = config.interval().isZero();
    this.origin = cluster.self() + "." + Integer.toString(scheduler.random().nextInt(1 << 30), 36);
    this.values = new Values(origin);
    cluster.peers().forEach(id -> peers.put(id, new Peer(id)));
    this.role = role(hub());
    catchUpAfter(config.retryInterval().multipliedBy(2));
  }

  // What clients ask.

  /**
   * Only a cluster that is new is told its topology, and then there is nothing to catch up with.
   */
  TopologyOk started() {
    if (alone) {
      catchUpAfter(config.retryInterval().multipliedBy(NEW_CLUSTER));
    }
    return new TopologyOk();
  }

  Json values() {
    return values.array();
  }

  CompletionStage<BroadcastOk> add(Json value) {
    if (values.add(value)) {
      offer(now().plus(config.interval()));
    }
    if (config.acknowledge() == BroadcastConfig.Acknowledge.RECEIVED || peers.isEmpty()) {
      return CompletableFuture.completedFuture(new BroadcastOk());
    }
    Waiting one = new Waiting(values.ownSize(), new CompletableFuture<>());
    waiting.add(one);
    peers.values().forEach(this::acknowledge);
    return one.reply();
  }

  private void acknowledge(Peer peer) {
    int end = peer.has().of(origin);
    for (Waiting next = waiting.peek(); next != null && next.end() <= end; next = waiting.peek()) {
      waiting.remove();
      next.reply().complete(new BroadcastOk());
    }
  }

  // Passing on.

  /** Sends what is new, by then at the latest. */
  private void offer(Duration by) {
    deadline = deadline == null ? by : Times.earlier(deadline, by);
    plan();
  }

  private void plan() {
    if (deadline != null) {
      cancel(flush);
      Duration wait = direct ? Duration.ZERO : role.due(deadline, now()).minus(now());
      flush = scheduler.after(Times.later(wait, Duration.ZERO), this::flush);
    }
  }

  private void flush() {
    Duration by = deadline == null ? now() : deadline;
    deadline = null;
    cancel(flush);
    role.flushed(now());
    for (Peer peer : peers.values()) {
      boolean guarded = role.guards(peer);
      if (!peer.suspect() && (peer.owed() || ((guarded || direct) && peer.lacks(values)))) {
        send(peer, by);
      }
    }
    probe();
  }

  private void send(Peer peer, Duration by) {
    Duration now = now();
    Duration within = role.within(peer, by, now);
    bus.send(peer.id(), peer.batch(state(), values, now, within, role.next(now)));
    expect(peer);
  }

  private State state() {
    return new State(origin, role.hub(), values.version().copy());
  }

  void batch(String src, Batch batch) {
    Peer peer = peers.get(src);
    if (peer == null) {
      return;
    }
    hear(peer, batch.state());
    boolean answer = peer.received(batch, now());
    if (role instanceof Leaf leaf && leaf.peer() == peer) {
      leaf.learn(batch, answer, now());
      if (!answer && leaf.overdue(now())) {
        peer.assumeNothing();
      }
    }
    take(peer, batch.log(), now().plusMillis(batch.within()));
    compare(peer);
    if (!batch.log().isEmpty() && (role.guards(peer) || peer.isHub())) {
      peer.owe();
      owed();
    }
    if (!direct && behind(peer) && (role.guards(peer) || peer.isHub())) {
      // It learns so what was lost, and sends it again. Without an interval two that are behind
      // each other would do nothing else; there the pull comes in time.
      peer.owe();
      offer(now().plus(config.interval()));
    }
    if (role.guards(peer) && peer.lacks(values)) {
      offer(now().plus(config.interval()));
    }
    settle(peer);
    plan();
  }

  private void take(Peer from, List<Run> log, Duration by) {
    for (Run run : log) {
      if (values.add(run)) {
        if (direct) {
          spread(run, run.origin().equals(from.origin()));
          owed();
        }
        if (peers.values().stream().anyMatch(peer -> role.guards(peer) && peer.lacks(run))) {
          offer(by);
        }
      }
    }
  }

  /**
   * The origin sends its values to all by itself; whatever else is new is for the guards to pass
   * on.
   */
  private void spread(Run run, boolean first) {
    Version version = new Version();
    version.raise(run.origin(), run.end());
    for (Peer peer : peers.values()) {
      if (first || !role.guards(peer)) {
        peer.assume(version);
        if (role.guards(peer)) {
          expect(peer);
        }
      }
    }
  }

  // Acknowledging.

  /** Tells those who wait for it what is here, unless a batch does so before. */
  private void owed() {
    if (role instanceof Hub && !direct) {
      offer(now().plus(config.interval()));
    } else if (acknowledgement == null || role instanceof Leaf) {
      cancel(acknowledgement);
      acknowledgement = scheduler.after(config.ackDelay(), this::tell);
    }
  }

  private void tell() {
    acknowledgement = null;
    for (Peer peer : peers.values()) {
      if (!peer.suspect()
          && (peer.owed() || (direct && role.guards(peer) && peer.untold(values)))) {
        send(peer, now());
      }
    }
  }

  private void expect(Peer peer) {
    if (peer.confirmed() || !role.guards(peer)) {
      peer.unwatch();
    } else if (!(peer.watched() && peer.id().equals(role.hub()))) {
      // A hub that is dead is noticed however much is sent to it; to others the hub sends steadily,
      // and what they lost they notice by the next batch.
      peer.watch(scheduler.after(role.patience(peer), () -> miss(peer)));
    }
  }

  private void settle(Peer peer) {
    if (peer.watched() && peer.met()) {
      peer.unwatch();
      expect(peer);
    }
  }

  private void miss(Peer peer) {
    peer.unwatch();
    if (role.guards(peer) && !peer.suspect()) {
      ask(peer);
    }
  }

  // Repairing.

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
    if (peer == null) {
      return new SyncOk(state(), values.since(sync.state().have()));
    }
    hear(peer, sync.state());
    compare(peer);
    settle(peer);
    SyncOk ok = new SyncOk(state(), values.since(peer.has()));
    peer.sending(values);
    expect(peer);
    return ok;
  }

  private void answered(Peer peer, SyncOk ok) {
    boolean back = peer.answered();
    hear(peer, ok.state());
    // What comes so is late in any case, and need not cost a message to each of its own.
    take(peer, ok.log(), now().plus(config.interval()));
    compare(peer);
    if (back) {
      choose();
      // What cut this one off may have cut off others.
      peers.values().stream().filter(Peer::suspect).forEach(this::ask);
    }
    if (rejoining) {
      rejoining = false;
      peers.values().forEach(other -> other.assume(values.version()));
      peers.values().forEach(this::expect);
    }
    peer.assumeNothing();
    settle(peer);
    if (role.guards(peer) && peer.lacks(values)) {
      send(peer, now());
    }
  }

  private void silent(Peer peer) {
    boolean givenUp = peer.silent();
    if (alone || peer.suspect()) {
      return;
    }
    if (!givenUp) {
      ask(peer);
      return;
    }
    peer.suspected();
    if (peer.id().equals(role.hub())) {
      elect();
    }
    choose();
    probe();
    pull();
  }

  private void hear(Peer peer, State state) {
    boolean child = peer.follows(cluster.self());
    boolean restarted = peer.hear(state);
    if (restarted && peer.id().equals(role.hub())) {
      // It asks one node for all that there was; each sends it only its own.
      Version others = new Version();
      values
          .version()
          .counts()
          .forEach((log, count) -> others.raise(log, log.equals(origin) ? 0 : count));
      peer.assume(others);
      expect(peer);
    }
    if (peer.suspect()) {
      ask(peer);
    }
    if (!child && peer.follows(cluster.self()) && role instanceof Leaf leaf) {
      // That one has lost the hub; has this one too?
      ask(leaf.peer());
    }
    acknowledge(peer);
  }

  /** Asks what it lacks, at once if it has just started. */
  private void compare(Peer peer) {
    if (alone && behind(peer)) {
      rejoining = true;
      ask(peer);
    }
    if (alone) {
      alone = false;
      cancel(catchUp);
    }
    pull();
  }

  private boolean behind(Peer peer) {
    return !values.version().covers(peer.has());
  }

  /** Asks for what others are known to have and nobody has sent in time. */
  private void pull() {
    if (pull == null && peers.values().stream().anyMatch(peer -> !peer.suspect() && behind(peer))) {
      pull =
          scheduler.after(
              config.interval().multipliedBy(2).plus(config.replyTimeout()),
              () -> {
                pull = null;
                peers.values().stream()
                    .filter(peer -> !peer.suspect() && behind(peer))
                    .findFirst()
                    .ifPresent(this::ask);
              });
    }
  }

  private void catchUpAfter(Duration delay) {
    cancel(catchUp);
    catchUp =
        scheduler.after(
            delay,
            () -> {
              next(false);
              catchUpAfter(config.retryInterval());
            });
  }

  /** Asks the next one, in turn, of those that are suspected or not. */
  private void next(boolean suspect) {
    List<Peer> ones = peers.values().stream().filter(peer -> peer.suspect() == suspect).toList();
    if (!ones.isEmpty()) {
      ask(ones.get(turn++ % ones.size()));
    }
  }

  // Doing without those who do not answer.

  private String hub() {
    return cluster.nodes().stream()
        .filter(node -> node.equals(cluster.self()) || !peer(node).suspect())
        .findFirst()
        .orElseThrow();
  }

  private Peer peer(String node) {
    return Objects.requireNonNull(peers.get(node));
  }

  private Role role(String hub) {
    return hub.equals(cluster.self())
        ? new Hub(cluster.self(), config, now())
        : new Leaf(cluster.self(), peer(hub), config);
  }

  /** Finds out which of those that come before this one are there. */
  private void elect() {
    for (String node : cluster.nodes()) {
      if (node.equals(cluster.self())) {
        return;
      }
      if (!peer(node).suspect()) {
        ask(peer(node));
      }
    }
  }

  private void choose() {
    String hub = hub();
    if (hub.equals(role.hub())) {
      return;
    }
    Peer former = peers.get(role.hub());
    role = role(hub);
    for (Peer peer : peers.values()) {
      if (role.guards(peer)) {
        if (former != null) {
          // The former hub will have passed on what it had.
          peer.assume(former.has());
        }
        expect(peer);
      }
    }
    if (former != null && !former.suspect()) {
      // It need not pass on anything to this one any more.
      former.owe();
    }
    offer(now());
  }

  /** While a node is cut off, tries whether it is back, and learns what the others know. */
  private void probe() {
    if (probe == null && role instanceof Hub && cutOff()) {
      probe =
          scheduler.after(
              config.retryInterval(),
              () -> {
                probe = null;
                if (role instanceof Hub && cutOff()) {
                  next(true);
                  next(false);
                  probe();
                }
              });
    }
  }

  private boolean cutOff() {
    return peers.values().stream()
        .anyMatch(peer -> peer.suspect() && !peer.has().covers(values.version()));
  }

  private Duration now() {
    return scheduler.now();
  }

  private static void cancel(Scheduler.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }
}
