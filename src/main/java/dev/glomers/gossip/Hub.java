package dev.glomers.gossip;

import java.time.Duration;

/** Gathers what the others send and sends it to all of them, at most once an interval. */
final class Hub extends Role {
  private Duration last;

  Hub(String self, GossipConfig config, Duration now) {
    super(self, config);
    this.last = now.minus(config.interval());
  }

  @Override
  Duration due(Duration deadline, Duration now) {
    Duration next = last.plus(config.interval());
    // What is late by a little may as well wait for the rest.
    return deadline.plus(config.guard().multipliedBy(4)).compareTo(next) < 0 ? deadline : next;
  }

  @Override
  Duration next(Duration now) {
    return last.plus(config.interval()).minus(now);
  }

  /**
   * What came too late for the last time is sent between; the rhythm stays, for others keep to it.
   */
  @Override
  void flushed(Duration now) {
    if (next(now).compareTo(Duration.ZERO) <= 0) {
      last = now;
    }
  }
}
