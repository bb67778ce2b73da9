package dev.glomers.simulation;

import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.Storage;
import dev.glomers.runtime.TsoClient;
import jakarta.inject.Provider;

/** The collaborators that a challenge may inject in a simulated node. */
public record Collaborators(MessageBus bus, Scheduler scheduler, Provider<Storage> storage) {
  public KvClient seqKv() {
    return kv("seq-kv");
  }

  public KvClient linKv() {
    return kv("lin-kv");
  }

  public KvClient lwwKv() {
    return kv("lww-kv");
  }

  public TsoClient tso() {
    return new TsoClient(bus);
  }

  private KvClient kv(String service) {
    return new KvClient(service, bus, scheduler);
  }
}
