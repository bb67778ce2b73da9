package dev.glomers.challenge.broadcast;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How messages are bought with latency, how soon failures are noticed, what is promised. */
@ConfigMapping(prefix = "glomers.broadcast")
public interface BroadcastConfig {
  /**
   * At most how often the hub sends to the others, and they to it. A value reaches all within this
   * and two latencies. Where it is zero, every node sends at once and straight to all the others.
   */
  @WithDefault("0s")
  Duration interval();

  /** How long before the hub's next batch the others' batches are to be there, at the least. */
  @WithDefault("20ms")
  Duration guard();

  /**
   * How long an acknowledgement waits for a batch to ride on, counted from the last that was
   * received. More than an interval, for then a cluster under load sends none by itself.
   */
  @WithDefault("1s")
  Duration ackDelay();

  /** How long to wait for a reply that is given at once: more than a round trip. */
  @WithDefault("300ms")
  Duration replyTimeout();

  /** How often to try whether a node that fell silent answers again. */
  @WithDefault("1s")
  Duration retryInterval();

  /**
   * How long a node that has started waits to hear of another, before it asks for what there is.
   * More than a whole cluster takes to start, for then nobody asks in vain.
   */
  @WithDefault("5s")
  Duration catchUpDelay();

  /** When a broadcast is acknowledged. */
  @WithDefault("received")
  Acknowledge acknowledge();

  /** What an acknowledgement promises. */
  enum Acknowledge {
    /** At once; a value that was not passed on yet is lost if the node is killed. */
    RECEIVED,
    /** Once another node has it, which survives the kill of any one node; nor is it read before. */
    REPLICATED
  }
}
