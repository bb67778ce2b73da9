package dev.glomers.node;

import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.LinKv;
import dev.glomers.runtime.LwwKv;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Node;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.SeqKv;
import dev.glomers.runtime.TsoClient;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.FileDescriptor;
import java.io.FileOutputStream;

/** What a challenge may inject, on stdio and the real clock. */
@Singleton
final class Collaborators {
  private final NodeConfig config;

  @Inject
  Collaborators(NodeConfig config) {
    this.config = config;
  }

  @Produces
  @Singleton
  LineWriter writer() {
    return new LineWriter(new FileOutputStream(FileDescriptor.out));
  }

  /** Also the {@link MessageBus}. */
  @Produces
  @Singleton
  Node node(Scheduler scheduler, LineWriter writer, StderrLog log) {
    return new Node(scheduler, writer, log);
  }

  @Produces
  @SeqKv
  KvClient seqKv(MessageBus bus, Scheduler scheduler) {
    return new KvClient("seq-kv", bus, scheduler, config.serviceTimeout());
  }

  @Produces
  @LinKv
  KvClient linKv(MessageBus bus, Scheduler scheduler) {
    return new KvClient("lin-kv", bus, scheduler, config.serviceTimeout());
  }

  @Produces
  @LwwKv
  KvClient lwwKv(MessageBus bus, Scheduler scheduler) {
    return new KvClient("lww-kv", bus, scheduler, config.serviceTimeout());
  }

  @Produces
  TsoClient tso(MessageBus bus) {
    return new TsoClient(bus, config.serviceTimeout());
  }
}
