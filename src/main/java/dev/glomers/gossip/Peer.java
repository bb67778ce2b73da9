package dev.glomers.gossip;

import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.RoundTrip;
import java.time.Duration;
import java.util.List;

/** Another node: its name and life, what it has, how far away it is, and whether it answers. */
final class Peer {
  final Timing timing;
  final Presence presence;

  /** About {@link #origin} alone. */
  Knowledge knowledge;

  private final String id;
  private final Logs logs;

  /** The origin that last spoke; empty if none has. */
  private String heard = "";

  /** The node's latest life that this node has heard of; empty if none. */
  private String origin = "";

  private String hub = "";

  /**
   * @param common the round trips of all peers together
   */
  Peer(String id, Logs logs, RoundTrip common) {
    this.id = id;
    timing = new Timing(common);
    presence = new Presence(timing);
    this.logs = logs;
    knowledge = new Knowledge(logs);
  }

  String id() {
    return id;
  }

  /** Whether this peer's hub is that node. */
  boolean follows(String node) {
    return hub.equals(node);
  }

  /** Whether a batch is a late one of a former life. */
  boolean isFormer(Batch batch) {
    return !origin().isEmpty() && Origin.isLater(origin(), batch.origin());
  }

  /** Others may have told of a life that has not spoken yet. It lacks what a former life had. */
  private String origin() {
    String latest = logs.lives().latest(id);
    if (latest != null && !latest.equals(origin)) {
      if (!origin.isEmpty()) {
        knowledge = new Knowledge(logs);
        timing.reborn();
      }
      origin = latest;
    }
    return origin;
  }

  /** Records who speaks; true if another life has spoken before. */
  boolean hear(Batch batch, Duration now) {
    boolean another = !heard.isEmpty() && !heard.equals(batch.origin());
    heard = batch.origin();
    logs.lives().born(heard);
    origin();
    hub = batch.hub();
    timing.received(batch, now);
    if (batch.to().equals(logs.own())) {
      knowledge.acknowledged(batch.ack());
    }
    return another;
  }

  /** How much of a log this peer is known to have, as far as this node has it too. */
  int has(String log) {
    return log.equals(origin()) ? logs.length(log) : knowledge.has().of(log);
  }

  /** This peer has at least what it is known to have. */
  void claim(Invariants always) {
    knowledge
        .has()
        .counts()
        .forEach(
            (log, count) -> {
              if (!VersionVector.isStable(log)) {
                always.knows(id, log, count);
              }
            });
  }

  /** The batch that brings this peer what it lacks. */
  Batch batch(String itsHub, Duration now, Duration within, Duration next) {
    origin();
    Batch batch = batch(itsHub, now, logs.size(), within, next, knowledge.lacking());
    timing.sent(now, knowledge.confirmed());
    knowledge.tell();
    return batch;
  }

  /** A batch without items, for a question. */
  Batch question(String itsHub, Duration now) {
    origin();
    timing.sent(now, false);
    return batch(itsHub, now, 0, Duration.ZERO, Duration.ZERO, List.of());
  }

  private Batch batch(
      String itsHub, Duration now, int end, Duration within, Duration next, List<Extent> brought) {
    return new Batch(
        logs.own(),
        itsHub,
        origin,
        knowledge.taken(),
        end,
        now.toMillis(),
        timing.clock(),
        timing.waited(now).toMillis(),
        within.toMillis(),
        next.toMillis(),
        brought);
  }
}
