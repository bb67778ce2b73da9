package dev.glomers.runtime;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import java.util.concurrent.CompletionStage;

/** Sends messages to nodes, clients and services. A body's type is its record's name. */
public interface MessageBus {
  /** Sends a message that needs no reply. It may be lost, delayed or reordered. */
  void send(String dest, Record body);

  /**
   * Sends a request. The time-out follows from the receiver's round trips so far.
   *
   * @param reply the record that the reply must fit
   * @return the reply; fails with an {@link RpcException} that has the code that the receiver sent,
   *     or {@link ErrorCode#TIMEOUT}, after which the request may have been carried out
   */
  <R extends Record> CompletionStage<R> request(String dest, Record body, Class<R> reply);
}
