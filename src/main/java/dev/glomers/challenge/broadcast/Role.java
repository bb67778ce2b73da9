package dev.glomers.challenge.broadcast;

import java.time.Duration;

/** What a node is at the moment: for whom it answers, and when it sends. */
sealed interface Role permits Hub, Leaf {
  /** Whom this node takes for the hub. */
  String hub();

  /** Whether this node sees to it that the peer gets all that this node has. */
  boolean guards(Peer peer);

  /**
   * When to send.
   *
   * @param deadline how long what is there may wait
   */
  Duration due(Duration deadline, Duration now);

  /** How long a batch's receiver may keep it to itself. */
  Duration within(Peer peer, Duration deadline, Duration now);

  /** How long it will be until the hub sends again; zero if this is not the hub. */
  Duration next(Duration now);

  /** How long the peer may take to acknowledge. */
  Duration patience(Peer peer);

  /** Notes that what was there is sent. */
  void flushed(Duration now);
}
