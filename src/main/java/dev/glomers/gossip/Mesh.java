package dev.glomers.gossip;

import java.time.Duration;

/** Sends its clients' values to all others at once: none waits, and each takes one hop. */
final class Mesh extends Role {
  Mesh(String self, GossipConfig config) {
    super(self, config);
  }

  @Override
  boolean relays() {
    return false;
  }

  @Override
  Duration due(Duration deadline, Duration now) {
    return deadline;
  }
}
