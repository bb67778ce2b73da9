package dev.glomers.gossip;

import java.time.Duration;

/** What a node is at the moment: for whom it answers, and when it sends. */
abstract sealed class Role permits Mesh, Hub, Leaf {
  private final String self;
  final GossipConfig config;

  Role(String self, GossipConfig config) {
    this.self = self;
    this.config = config;
  }

  String self() {
    return self;
  }

  boolean isHub() {
    return hub().equals(self);
  }

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
    Duration interval = config.interval();
    return peer.timing.isQuiet(interval.plus(config.ackDelay()), now)
        || peer.timing.isSilent(interval.plus(Outbox.longestAckDelay(config)), now);
  }

  void heard(Peer from, Batch batch, Duration now) {}

  /** Notes that what was there is sent. */
  void flushed(Duration now) {}
}
