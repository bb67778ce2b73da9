package dev.glomers.challenge.broadcast;

import java.time.Duration;

/** What a node is at the moment: for whom it answers, and when it sends. */
abstract sealed class Role permits Mesh, Hub, Leaf {
  final String self;
  final BroadcastConfig config;

  Role(String self, BroadcastConfig config) {
    this.self = self;
    this.config = config;
  }

  /** Whom this node takes for the hub. */
  String hub() {
    return self;
  }

  /** Whether this node sees to it that the peer gets all that this node has. */
  boolean guards(Peer peer) {
    return true;
  }

  /** Whether what comes from others is passed on at once, for nobody else does. */
  boolean relays() {
    return true;
  }

  /**
   * When to send.
   *
   * @param deadline how long what is there may wait
   */
  abstract Duration due(Duration deadline, Duration now);

  /** How long a batch's receiver may keep it to itself. */
  Duration within(Peer peer, Duration deadline, Duration now) {
    return Duration.ZERO;
  }

  /** How long it will be until this node sends again, if others are to know. */
  Duration next(Duration now) {
    return Duration.ZERO;
  }

  /** Whether a peer that has not acknowledged all should have. */
  boolean overdue(Peer peer, Duration now) {
    Duration patience = config.interval().plus(config.ackDelay()).plus(config.replyTimeout());
    return peer.sentAt().plus(patience).compareTo(now) < 0;
  }

  /** Learns from a batch. */
  void heard(Peer from, Batch batch, Duration now) {}

  /** Notes that what was there is sent. */
  void flushed(Duration now) {}
}
