package dev.glomers.node;

import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Node;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.Storage;
import dev.glomers.runtime.Store;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.FileDescriptor;
import java.io.FileOutputStream;

/** The beans that a challenge may inject, on stdio and the real clock. */
@Singleton
final class NodeBeans {
  @Produces
  @Singleton
  LineWriter writer() {
    return new LineWriter(new FileOutputStream(FileDescriptor.out));
  }

  /** Also the {@link MessageBus}. Maelstrom keeps each node's stderr in a file. */
  @Produces
  @Singleton
  Node node(Scheduler scheduler, LineWriter writer) {
    return new Node(scheduler, writer, System.err::println);
  }

  @Produces
  @Store("seq-kv")
  KvClient seqKv(MessageBus bus, Scheduler scheduler) {
    return new KvClient("seq-kv", bus, scheduler);
  }

  @Produces
  @Store("lin-kv")
  KvClient linKv(MessageBus bus, Scheduler scheduler) {
    return new KvClient("lin-kv", bus, scheduler);
  }

  @Produces
  @Store("lww-kv")
  KvClient lwwKv(MessageBus bus, Scheduler scheduler) {
    return new KvClient("lww-kv", bus, scheduler);
  }

  /** Touches no file until it is opened. */
  @Produces
  @Singleton
  Storage storage(NodeConfig config, RealScheduler scheduler) {
    return new FileStorage(config.dataDir(), new Disk(), scheduler::post);
  }
}
