package dev.glomers.simulation;

import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.Storage;
import jakarta.inject.Provider;

/** The collaborators that a challenge may inject in a simulated node. */
public record Collaborators(MessageBus bus, Scheduler scheduler, Provider<Storage> storage) {
  /** The client of a store, such as {@code seq-kv}. */
  public KvClient store(String name) {
    return new KvClient(name, bus, scheduler);
  }
}
