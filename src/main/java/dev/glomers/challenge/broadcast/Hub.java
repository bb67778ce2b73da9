package dev.glomers.challenge.broadcast;

import java.time.Duration;

/** Gathers what the others send and sends it to all of them, at most once an interval. */
final class Hub implements Role {
  private final String self;
  private final BroadcastConfig config;
  private Duration last;

  Hub(String self, BroadcastConfig config, Duration now) {
    this.self = self;
    this.config = config;
    this.last = now.minus(config.interval());
  }

  @Override
  public String hub() {
    return self;
  }

  @Override
  public boolean guards(Peer peer) {
    return true;
  }

  @Override
  public Duration due(Duration deadline, Duration now) {
    Duration next = last.plus(config.interval());
    // What is late by a little may as well wait for the rest.
    return deadline.plus(config.guard().multipliedBy(2)).compareTo(next) < 0 ? deadline : next;
  }

  @Override
  public Duration within(Peer peer, Duration deadline, Duration now) {
    return Duration.ZERO;
  }

  @Override
  public Duration patience(Peer peer) {
    return config.interval().plus(config.ackDelay()).plus(config.replyTimeout());
  }

  @Override
  public Duration next(Duration now) {
    return last.plus(config.interval()).minus(now);
  }

  /**
   * What came too late for the last time is sent between; the rhythm stays, for others keep to it.
   */
  @Override
  public void flushed(Duration now) {
    if (next(now).compareTo(Duration.ZERO) <= 0) {
      last = now;
    }
  }
}
