package dev.glomers.simulation;

import dev.glomers.simulation.workload.Workload;
import dev.glomers.simulation.workload.broadcast.BroadcastWorkload;
import dev.glomers.simulation.workload.counter.CounterWorkload;
import dev.glomers.simulation.workload.echo.EchoWorkload;
import dev.glomers.simulation.workload.kafka.KafkaWorkload;
import dev.glomers.simulation.workload.linkv.LinKvWorkload;
import dev.glomers.simulation.workload.listappend.ListAppendWorkload;
import dev.glomers.simulation.workload.set.SetWorkload;
import dev.glomers.simulation.workload.txn.TxnWorkload;
import dev.glomers.simulation.workload.uniqueids.UniqueIdsWorkload;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The workloads by the names that {@code maelstrom test -w} gives them. */
public final class Workloads {
  private static final Map<String, Workload.Factory> BY_NAME =
      new TreeMap<>(
          Map.of(
              "broadcast",
              BroadcastWorkload::new,
              "echo",
              EchoWorkload::new,
              "kafka",
              KafkaWorkload::new,
              "lin-kv",
              LinKvWorkload::new,
              "g-set",
              SetWorkload::new,
              "g-counter",
              setting -> new CounterWorkload(setting, true),
              "pn-counter",
              setting -> new CounterWorkload(setting, false),
              "txn-rw-register",
              TxnWorkload::new,
              "txn-list-append",
              ListAppendWorkload::new,
              "unique-ids",
              UniqueIdsWorkload::new));

  private Workloads() {}

  /** The workload of this name; empty if there is none. */
  public static Optional<Workload.Factory> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
