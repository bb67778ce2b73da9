package dev.glomers.simulation;

import dev.glomers.protocol.AwaitedReply;
import dev.glomers.protocol.Body;
import dev.glomers.protocol.Codec;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Line;
import dev.glomers.protocol.Message;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Challenge;
import dev.glomers.simulation.workload.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A client as in Maelstrom: one request in flight, and late replies are ignored. */
final class ClientConnection implements Connection, Endpoint {
  private final String id;
  private final int process;
  private final Duration timeout;
  private final ServerNode node;
  private final World world;
  private final Line line = new Line();
  private long lastMsgId;
  private @Nullable Pending<?> pending;
  private @Nullable CompletableFuture<?> last;

  ClientConnection(String id, int process, Duration timeout, ServerNode node, World world) {
    this.id = id;
    this.process = process;
    this.timeout = timeout;
    this.node = node;
    this.world = world;
    world.network().connect(this);
  }

  void close() {
    world.network().disconnect(id);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int process() {
    return process;
  }

  @Override
  public String node() {
    return node.id();
  }

  @Override
  public Challenge peer() {
    return node.challenge();
  }

  @Override
  public <R extends Record> CompletionStage<R> call(Record body, Class<R> reply) {
    return call(body, Body.type(reply), message -> message.closedBody(reply));
  }

  @Override
  public <R> CompletionStage<R> call(Record body, String type, Function<Message, R> parser) {
    if (pending != null) {
      throw new IllegalStateException("a client has one request in flight");
    }
    long msgId = ++lastMsgId;
    CompletableFuture<R> result = new CompletableFuture<>();
    last = result;
    Clock.Event expiry = world.clock().after(timeout.toNanos(), this::expire);
    AwaitedReply awaited = new AwaitedReply(node.id(), id, type, msgId);
    pending = new Pending<>(awaited, parser, result, expiry);
    line.clear();
    Codec.encode(line, id, node.id(), Body.type(body.getClass()), msgId, null, body);
    world.network().send(id, node.id(), line.bytes(), line.length());
    return result;
  }

  /** Whether no reply is awaited. */
  boolean isIdle() {
    return pending == null;
  }

  /** The failure of the last request; null if it did not fail. */
  @Nullable Throwable failure() {
    return last == null || !last.isCompletedExceptionally()
        ? null
        : last.handle((reply, failure) -> failure).join();
  }

  private void expire() {
    Pending<?> call = pending;
    pending = null;
    if (call != null) {
      call.result.completeExceptionally(
          new RpcException(
              ErrorCode.TIMEOUT,
              "no reply from " + node.id() + " within " + timeout.toMillis() + " ms"));
    }
  }

  @Override
  public void receive(Packet packet) {
    world.delivered(packet);
    Pending<?> call = pending;
    if (call == null) {
      return;
    }
    Message message = call.awaited.decode(packet.line());
    if (call.awaited.isAnsweredBy(message)) {
      pending = null;
      call.expiry.cancel();
      call.settle(message);
    }
  }

  record Error(int code, String text) {}

  record ErrorWithoutText(int code) {}

  /** In Maelstrom an error's text is optional. */
  private static RpcException failure(Message message) {
    try {
      Error error = message.body(Error.class);
      return new RpcException(error.code(), error.text());
    } catch (RpcException misfit) {
      return new RpcException(message.body(ErrorWithoutText.class).code(), "no text");
    }
  }

  private record Pending<R>(
      AwaitedReply awaited,
      Function<Message, R> parser,
      CompletableFuture<R> result,
      Clock.Event expiry) {
    void settle(Message message) {
      try {
        if ("error".equals(message.type())) {
          result.completeExceptionally(failure(message));
        } else if (awaited.type().equals(message.type())) {
          result.complete(parser.apply(message));
        } else {
          throw new IllegalArgumentException("not " + awaited.type());
        }
      } catch (RuntimeException e) {
        result.completeExceptionally(new MalformedReply(e.getMessage() + ": " + message));
      }
    }
  }
}
