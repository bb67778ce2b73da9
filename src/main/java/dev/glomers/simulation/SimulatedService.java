package dev.glomers.simulation;

import dev.glomers.protocol.Body;
import dev.glomers.protocol.Codec;
import dev.glomers.protocol.Line;
import dev.glomers.protocol.Message;
import dev.glomers.protocol.RpcException;
import dev.glomers.simulation.service.Service;
import java.util.random.RandomGenerator;

/** One of Maelstrom's services as a receiver of messages. */
final class SimulatedService implements Endpoint {
  private final String id;
  private final Service service;
  private final Clock clock;
  private final Network network;
  private final Conditions conditions;
  private final RandomGenerator random;
  private final Trace trace;
  private final Line line = new Line();

  SimulatedService(
      String id,
      Service service,
      Clock clock,
      Network network,
      Conditions conditions,
      RandomGenerator random,
      Trace trace) {
    this.id = id;
    this.service = service;
    this.clock = clock;
    this.network = network;
    this.conditions = conditions;
    this.random = random;
    this.trace = trace;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void receive(Packet packet) {
    trace.delivered(clock.nowNanos(), packet);
    Message request = packet.message();
    if (conditions.serviceDelayNanos == 0) {
      answer(request);
    } else {
      conditions.count("slow-services: delayed");
      clock.after(random.nextLong(conditions.serviceDelayNanos), () -> answer(request));
    }
  }

  record Error(int code, String text) {}

  private void answer(Message request) {
    Record body;
    try {
      body = service.handle(request);
    } catch (RpcException failure) {
      body = new Error(failure.code(), String.valueOf(failure.getMessage()));
    }
    String dest = request.src();
    if (dest != null) {
      line.clear();
      Codec.encode(line, id, dest, Body.type(body.getClass()), null, request.msgId(), body);
      network.send(id, dest, line.bytes(), line.length());
    }
  }
}
