package dev.glomers.challenge.txn;

import dev.glomers.challenge.Configs;
import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.GossipConfig;
import dev.glomers.protocol.Json;
import dev.glomers.simulation.TestCluster;
import dev.glomers.simulation.TestReply;
import java.time.Duration;
import java.util.Map;

/** Nodes that run transactions. */
final class TxnCluster extends TestCluster<Txn> {
  /** How long a commit takes to be seen everywhere, if messages take no time. */
  static final Duration INTERVAL = Duration.ofMillis(200);

  static final Duration CATCH_UP = Duration.ofSeconds(2);

  /** By then all have what any has, from the end of all faults. */
  static final Duration HEALED = Duration.ofSeconds(5);

  TxnCluster(int nodes, long seed) {
    this(nodes, seed, GossipConfig.Acknowledge.RECEIVED);
  }

  TxnCluster(int nodes, long seed, GossipConfig.Acknowledge acknowledge) {
    this(
        nodes,
        seed,
        Configs.with(
            GossipConfig.class,
            Map.of("interval", INTERVAL.toMillis() + "ms", "acknowledge", acknowledge.name())),
        Configs.with(TxnConfig.class, Map.of("catch-up-timeout", CATCH_UP.toMillis() + "ms")));
  }

  private TxnCluster(int nodes, long seed, GossipConfig gossip, TxnConfig config) {
    super(
        nodes,
        seed,
        with ->
            new Txn(
                new Gossip(with.bus(), with.scheduler(), with.storage(), gossip),
                with.scheduler(),
                config));
  }

  TestReply ask(int node, String txn) {
    return request(node, "{'type':'txn','txn':%s}".formatted(txn));
  }

  /** Runs a transaction that is answered at once, and returns the answer's operations. */
  String txn(int node, String txn) {
    return operations(ask(node, txn));
  }

  record TxnOk(Json txn) {}

  /** The operations of a transaction that was carried out, in single quotes. */
  static String operations(TestReply reply) {
    return reply.body(TxnOk.class).txn().toString().replace('"', '\'');
  }
}
