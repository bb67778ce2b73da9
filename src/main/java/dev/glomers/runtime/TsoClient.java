package dev.glomers.runtime;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A client of {@code lin-tso}, Maelstrom's linearizable timestamp oracle. */
public final class TsoClient {
  private final MessageBus bus;
  private final Duration timeout;

  public TsoClient(MessageBus bus, Duration timeout) {
    this.bus = bus;
    this.timeout = timeout;
  }

  record Ts() {}

  record TsOk(long ts) {}

  /** A timestamp greater than every one that was drawn before. */
  public CompletionStage<Long> next() {
    return bus.request("lin-tso", new Ts(), TsOk.class, timeout).thenApply(TsOk::ts);
  }
}
