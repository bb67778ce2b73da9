package dev.glomers.gossip;

import java.time.Duration;

/** Gathers the leaves' items and sends them to all leaves, once an interval. */
final class Hub extends Role {
  private Duration last;

  Hub(String self, GossipConfig config, Duration now) {
    super(self, config);
    this.last = now.minus(config.interval());
  }

  @Override
  Duration due(Duration deadline, Duration now) {
    Duration next = last.plus(config.interval());
    // An item that is late by a little can wait for the interval's batch.
    return deadline.plus(config.guard().multipliedBy(4)).compareTo(next) < 0 ? deadline : next;
  }

  @Override
  Duration next(Duration now) {
    return last.plus(config.interval()).minus(now);
  }

  /**
   * Items that came too late for the last batch are sent between. The rhythm stays, because the
   * leaves rely on it.
   */
  @Override
  void flushed(Duration now) {
    if (next(now).compareTo(Duration.ZERO) <= 0) {
      last = now;
    }
  }
}
