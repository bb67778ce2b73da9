package dev.glomers.simulation.service;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Message;
import dev.glomers.protocol.RpcException;

/** {@code lin-tso}: a counter. */
public final class TimestampOracle implements Service {
  private long next;

  private record TsOk(long ts) {}

  @Override
  public Record handle(Message request) {
    if (!"ts".equals(request.type())) {
      throw new RpcException(ErrorCode.NOT_SUPPORTED, "no such type: " + request.type());
    }
    return new TsOk(next++);
  }
}
