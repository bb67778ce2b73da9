package dev.glomers.runtime;

import java.util.concurrent.CompletionStage;

/** A client of {@code lin-tso}, Maelstrom's linearizable timestamp oracle. */
public final class TsoClient {
  private final MessageBus bus;

  public TsoClient(MessageBus bus) {
    this.bus = bus;
  }

  record Ts() {}

  record TsOk(long ts) {}

  /** Draws a timestamp greater than all earlier ones. */
  public CompletionStage<Long> next() {
    return bus.request("lin-tso", new Ts(), TsOk.class).thenApply(TsOk::ts);
  }
}
