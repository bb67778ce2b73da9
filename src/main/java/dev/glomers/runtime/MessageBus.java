package dev.glomers.runtime;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Sends messages to nodes, clients and services. A body's type is its record's name. */
public interface MessageBus {
  /** Sends a message that wants no reply. It may be lost, late or overtaken. */
  void send(String dest, Record body);

  /**
   * Sends a request, and waits for as long as its receiver's answers so far suggest.
   *
   * @param reply the record that the reply must fit
   * @return the reply; or an {@link RpcException} with the code that the receiver sent, or with
   *     {@link ErrorCode#TIMEOUT}, after which the request may have been carried out
   */
  <R extends Record> CompletionStage<R> request(String dest, Record body, Class<R> reply);

  /** As above, with a time-out of the caller's own; to go with the last caller that has one. */
  <R extends Record> CompletionStage<R> request(
      String dest, Record body, Class<R> reply, Duration deadline);
}
