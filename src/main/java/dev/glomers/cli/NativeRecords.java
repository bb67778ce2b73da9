package dev.glomers.cli;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a native executable has to keep for reflection: the records that are bound to JSON. Each
 * class stands here with all that is nested in it; a test finds those that are missing.
 */
@RegisterForReflection(
    classNames = {
      "dev.glomers.challenge.counter.Counter",
      "dev.glomers.challenge.counter.Total",
      "dev.glomers.challenge.echo.Echo",
      "dev.glomers.challenge.kafka.Chunk",
      "dev.glomers.challenge.kafka.Entry",
      "dev.glomers.challenge.kafka.Held",
      "dev.glomers.challenge.kafka.Item",
      "dev.glomers.challenge.kafka.Journals",
      "dev.glomers.challenge.kafka.Kafka",
      "dev.glomers.challenge.kafka.LinKvLog",
      "dev.glomers.challenge.kafka.Recovery",
      "dev.glomers.challenge.kafka.ReplicatedLog",
      "dev.glomers.challenge.txn.Batch",
      "dev.glomers.challenge.txn.Hello",
      "dev.glomers.challenge.txn.Operation",
      "dev.glomers.challenge.txn.Replica",
      "dev.glomers.challenge.txn.Timestamp",
      "dev.glomers.challenge.txn.Txn",
      "dev.glomers.challenge.txn.Writer",
      "dev.glomers.challenge.uniqueids.UniqueIds",
      "dev.glomers.protocol.Message",
      "dev.glomers.runtime.Cluster",
      "dev.glomers.runtime.Inspectable",
      "dev.glomers.runtime.KvClient",
      "dev.glomers.runtime.Node",
      "dev.glomers.runtime.TsoClient",
      "dev.glomers.simulation.ClientConnection",
      "dev.glomers.simulation.Clients",
      "dev.glomers.simulation.Collaborators",
      "dev.glomers.simulation.Packet",
      "dev.glomers.simulation.Partition",
      "dev.glomers.simulation.Run",
      "dev.glomers.simulation.SimulatedService",
      "dev.glomers.simulation.Simulation",
      "dev.glomers.simulation.World",
      "dev.glomers.simulation.service.KvRequest",
      "dev.glomers.simulation.service.LastWriteWinsKv",
      "dev.glomers.simulation.service.SequentialKv",
      "dev.glomers.simulation.service.TimestampOracle",
      "dev.glomers.simulation.workload.Aftermath",
      "dev.glomers.simulation.workload.Anomaly",
      "dev.glomers.simulation.workload.BroadcastWorkload",
      "dev.glomers.simulation.workload.CounterChecker",
      "dev.glomers.simulation.workload.CounterWorkload",
      "dev.glomers.simulation.workload.EchoWorkload",
      "dev.glomers.simulation.workload.Latency",
      "dev.glomers.simulation.workload.ReadValues",
      "dev.glomers.simulation.workload.Setting",
      "dev.glomers.simulation.workload.UniqueIdsWorkload",
      "dev.glomers.simulation.workload.Verdict"
    })
final class NativeRecords {
  private NativeRecords() {}
}
