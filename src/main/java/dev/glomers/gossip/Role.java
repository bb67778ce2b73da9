package dev.glomers.gossip;

import java.time.Duration;

/** A node's role at the moment: which peers it guards, and when it sends. */
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

  /** Whether this node makes sure that the peer gets everything that this node has. */
  boolean guards(Peer peer) {
    return true;
  }

  /** Whether this node passes on what peers bring, because nobody else does. */
  boolean relays() {
    return true;
  }

  /**
   * When to send.
   *
   * @param deadline the latest time to send the new items
   */
  abstract Duration due(Duration deadline, Duration now);

  /** How long the receiver of a batch may wait before it passes the items on. */
  Duration within(Peer peer, Duration deadline, Duration now) {
    return Duration.ZERO;
  }

  /** How long until this node sends again; zero if its peers need not know. */
  Duration next(Duration now) {
    return Duration.ZERO;
  }

  /** Whether the acknowledgement of a peer that has not acknowledged everything is overdue. */
  boolean overdue(Peer peer, Duration now) {
    Duration interval = config.interval();
    return peer.timing.isQuiet(interval.plus(config.ackDelay()), now)
        || peer.timing.isSilent(interval.plus(Outbox.longestAckDelay(config)), now);
  }

  void heard(Peer from, Batch batch, Duration now) {}

  /** Records that the new items are sent. */
  void flushed(Duration now) {}
}
