package dev.glomers.simulation.service;

import dev.glomers.protocol.Message;

/** Answers requests. */
public interface Service {
  /**
   * Handles a request.
   *
   * @return the body of the reply
   * @throws dev.glomers.protocol.RpcException if the reply is an error
   */
  Record handle(Message request);
}
