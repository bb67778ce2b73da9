package dev.glomers.simulation.workload;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Message;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Challenge;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A process's connection to its node. One request is in flight at a time. */
public interface Connection {
  /** The process, a number that is never used again. */
  int process();

  /** The node at the other end. */
  String node();

  /** The challenge that the node runs, for inspection; if the node is down, the last one it ran. */
  Challenge peer();

  /**
   * Sends a request and waits for the reply, as long as Maelstrom's clients do.
   *
   * @param body the request; its type is the record's name in snake case
   * @param reply the record that the reply must fit exactly: a missing or extra field is an anomaly
   *     of its own, as Maelstrom's schemas are closed
   * @return the reply; or an {@link RpcException} with the code that the node sent, or with {@link
   *     ErrorCode#TIMEOUT}
   */
  <R extends Record> CompletionStage<R> call(Record body, Class<R> reply);

  /**
   * As above, for a reply with its own parser.
   *
   * @param type the reply's type
   * @param parser throws {@link IllegalArgumentException} if the reply does not fit
   */
  <R> CompletionStage<R> call(Record body, String type, Function<Message, R> parser);
}
