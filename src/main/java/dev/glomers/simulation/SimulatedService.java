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
  private final World world;
  private final RandomGenerator random;
  private final Line line = new Line();

  SimulatedService(String id, Service service, World world, RandomGenerator random) {
    this.id = id;
    this.service = service;
    this.world = world;
    this.random = random;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void receive(Packet packet) {
    world.delivered(packet);
    Message request = packet.message();
    long mostNanos = world.conditions().serviceDelayNanos;
    if (mostNanos == 0) {
      answer(request);
    } else {
      world.conditions().count("slow-services: delayed");
      world.clock().after(random.nextLong(mostNanos), () -> answer(request));
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
      world.network().send(id, dest, line.bytes(), line.length());
    }
  }
}
