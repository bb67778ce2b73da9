package dev.glomers.simulation.workload.linkv;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.KvClient;
import dev.glomers.simulation.workload.linkv.Registers.Cas;
import dev.glomers.simulation.workload.linkv.Registers.CasOk;
import dev.glomers.simulation.workload.linkv.Registers.Read;
import dev.glomers.simulation.workload.linkv.Registers.ReadOk;
import dev.glomers.simulation.workload.linkv.Registers.Write;
import dev.glomers.simulation.workload.linkv.Registers.WriteOk;

/** Hands all on to one of Maelstrom's stores. */
record Proxy(KvClient store) implements Challenge {
  @Override
  public void start(Cluster cluster, Handlers on) {
    on.request(
        Read.class,
        read ->
            store
                .read(read.key(), Json.class)
                .thenApply(value -> new ReadOk(Registers.existing(value.orElse(null)))));
    on.request(
        Write.class,
        write -> store.write(write.key(), write.value()).thenApply(done -> new WriteOk()));
    on.request(
        Cas.class,
        cas -> store.cas(cas.key(), cas.from(), cas.to()).thenApply(done -> new CasOk()));
  }
}
