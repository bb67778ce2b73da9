package dev.glomers.challenge.txn;

import dev.glomers.challenge.TestCluster;
import dev.glomers.protocol.Json;
import java.time.Duration;

/** Nodes that run transactions. */
final class World extends TestCluster<Txn> {
  static final Duration FLUSH = Duration.ofMillis(200);
  static final Duration RETRY = Duration.ofMillis(500);
  static final Duration CATCH_UP = Duration.ofSeconds(2);

  private static final TxnConfig CONFIG =
      new TxnConfig() {
        @Override
        public Duration flushInterval() {
          return FLUSH;
        }

        @Override
        public Duration retryInterval() {
          return RETRY;
        }

        @Override
        public Duration catchUpTimeout() {
          return CATCH_UP;
        }
      };

  World(int nodes, long seed) {
    super(nodes, seed, (node, scheduler) -> new Txn(node, scheduler, CONFIG));
  }

  Reply ask(int node, String txn) {
    return request(node, "{'type':'txn','txn':%s}".formatted(txn));
  }

  /** Runs a transaction that is answered at once, and returns the answer's operations. */
  String txn(int node, String txn) {
    return operations(ask(node, txn));
  }

  record TxnOk(Json txn) {}

  /** The operations of a transaction that was carried out, in single quotes. */
  static String operations(Reply reply) {
    return reply.body("txn_ok", TxnOk.class).txn().toString().replace('"', '\'');
  }
}
