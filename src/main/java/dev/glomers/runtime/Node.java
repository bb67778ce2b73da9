package dev.glomers.runtime;

import dev.glomers.protocol.Body;
import dev.glomers.protocol.Codec;
import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.Line;
import dev.glomers.protocol.Message;
import dev.glomers.protocol.RpcException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One node: matches messages to a challenge's handlers and replies to requests. All calls must come
 * from the node's event loop.
 *
 * <p>Until {@code init} names the node, it tells clients to retry ({@link
 * ErrorCode#TEMPORARILY_UNAVAILABLE}) and keeps its peers' messages, which may overtake its {@code
 * init}.
 */
public final class Node implements MessageBus {
  /** Further messages of peers before {@code init} are dropped, as a network would drop them. */
  private static final int MAX_EARLY = 100_000;

  /** How long a request is kept after its time-out, so that a late reply gives a round trip. */
  private static final Duration MEMORY = Duration.ofSeconds(60);

  private final Scheduler scheduler;
  private final Transport transport;
  private final Consumer<String> log;
  private final Line line = new Line();
  private final Map<String, Handler<?>> handlers = new ConcurrentHashMap<>();
  private final Map<Long, Pending<?>> pending = new HashMap<>();
  private final Map<String, Patience> patience = new HashMap<>();
  private final Queue<Message> early = new ArrayDeque<>();
  private Consumer<Invariants> claims = always -> {};
  private final List<Supplier<Map<String, ?>>> shows = new ArrayList<>();
  private @Nullable Challenge challenge;
  private @Nullable Cluster cluster;

  /**
   * Starts at a random number: a late reply to a request from before a restart must not answer a
   * new request. 0 before the first request.
   */
  private long lastMsgId;

  private int unanswered;

  /**
   * @param log takes one line for each problem
   */
  public Node(Scheduler scheduler, Transport transport, Consumer<String> log) {
    this.scheduler = scheduler;
    this.transport = transport;
    // A log may have many nodes, so each line names its node; a quoted message must not break it.
    this.log = text -> log.accept(name() + ": " + text.replaceAll("\\R", " "));
  }

  /** Sets the challenge to run. Must be called before the first message is received. */
  public void host(Challenge hosted) {
    challenge = hosted;
  }

  /**
   * The record for a type of request or message; null if there is no handler for it. Unlike the
   * other methods, this one may be called on any thread.
   */
  public @Nullable Class<?> bodyOf(String type) {
    Handler<?> handler = handlers.get(type);
    return handler == null ? null : handler.body();
  }

  /** Makes the challenge's claims about its state, if it has started. */
  public void invariants(Invariants always) {
    claims.accept(always);
  }

  /** The state that the challenge shows; empty before it has started. */
  public Map<String, Object> shown() {
    Map<String, Object> shown = new LinkedHashMap<>();
    shows.forEach(each -> shown.putAll(each.get()));
    return shown;
  }

  /** The number of requests received but not yet answered. */
  public int unanswered() {
    return unanswered;
  }

  /** This node's name; {@code ?} before {@code init}. */
  private String name() {
    return cluster == null ? "?" : cluster.self();
  }

  /** Handles one message. Never fails: problems are logged and, where possible, answered. */
  public void receive(Message message) {
    if (message.problem() != null) {
      refuse(message, ErrorCode.MALFORMED_REQUEST, message.problem());
    } else if (message.inReplyTo() != null) {
      settle(message, message.inReplyTo());
    } else if (type(message).equals("init")) {
      init(message);
    } else if (cluster != null) {
      dispatch(message);
    } else if (isClient(src(message))) {
      refuse(message, ErrorCode.TEMPORARILY_UNAVAILABLE, "not initialised yet");
    } else if (early.size() < MAX_EARLY) {
      early.add(message);
    } else {
      log.accept("dropped, too many messages before init: " + brief(message));
    }
  }

  // Maelstrom names its clients c0, c1, ...
  private static boolean isClient(String id) {
    return id.startsWith("c");
  }

  record Init(String nodeId, List<String> nodeIds) {}

  record InitOk() {}

  private void init(Message message) {
    try {
      Init init = message.body(Init.class);
      Cluster told = new Cluster(init.nodeId(), init.nodeIds());
      if (cluster == null) {
        start(told);
      } else if (!cluster.equals(told)) {
        throw new RpcException(
            ErrorCode.PRECONDITION_FAILED, "already initialised as " + cluster.self());
      }
      reply(message, new InitOk());
      for (Message next = early.poll(); next != null; next = early.poll()) {
        dispatch(next);
      }
    } catch (IllegalArgumentException e) {
      refuse(message, ErrorCode.MALFORMED_REQUEST, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      fail(message, e);
    }
  }

  private void start(Cluster told) {
    // Set before the start, because a challenge may send at once.
    cluster = told;
    try {
      Objects.requireNonNull(challenge, "no challenge").start(told, new Table());
    } catch (RuntimeException e) {
      // The next init may try again.
      cluster = null;
      handlers.clear();
      throw e;
    }
  }

  private void dispatch(Message message) {
    Handler<?> handler = handlers.get(type(message));
    if (handler == null) {
      refuse(message, ErrorCode.NOT_SUPPORTED, "no such type: " + type(message));
      return;
    }
    try {
      Object result = handler.handle(message);
      if (result instanceof CompletionStage<?> stage) {
        answerLater(message, stage);
      } else {
        reply(message, result);
      }
    } catch (RuntimeException e) {
      fail(message, e);
    }
  }

  private void answerLater(Message message, CompletionStage<?> stage) {
    unanswered++;
    stage
        .thenAccept(result -> reply(message, result))
        .whenComplete(
            (done, failure) -> {
              unanswered--;
              if (failure != null) {
                fail(message, failure);
              }
            });
  }

  private void reply(Message message, @Nullable Object result) {
    Long msgId = message.msgId();
    if (msgId != null && result != null) {
      transmit(src(message), Body.type(result.getClass()), null, msgId, result);
    } else if (msgId != null) {
      fail(message, new IllegalStateException("no reply"));
    }
  }

  private void fail(Message message, Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof RpcException rpc) {
      error(message, rpc.code(), String.valueOf(rpc.getMessage()));
      if (rpc.is(ErrorCode.MALFORMED_REQUEST)) {
        log.accept(rpc.getMessage() + ": " + brief(message));
      }
    } else {
      error(message, ErrorCode.CRASH.code(), String.valueOf(cause));
      log.accept("handler failed: " + cause + at(cause) + ": " + brief(message));
    }
  }

  private void refuse(Message message, ErrorCode code, String text) {
    error(message, code.code(), text);
    log.accept(text + ": " + brief(message));
  }

  record ErrorBody(int code, String text) {}

  record Failure(int code) {}

  /** Answers a request with an error, if its sender, its number and this node's name are known. */
  private void error(Message message, int code, String text) {
    Long msgId = message.msgId();
    if (message.src() != null
        && msgId != null
        && message.inReplyTo() == null
        && self(message) != null) {
      transmit(message.src(), "error", null, msgId, new ErrorBody(code, text), self(message));
    }
  }

  /** This node's name; before {@code init}, the name that the message is addressed to. */
  private @Nullable String self(Message message) {
    return cluster == null ? message.dest() : cluster.self();
  }

  @Override
  public void send(String dest, Record body) {
    transmit(dest, Body.type(body.getClass()), null, null, body);
  }

  @Override
  public <R extends Record> CompletionStage<R> request(String dest, Record body, Class<R> reply) {
    if (lastMsgId == 0) {
      lastMsgId = scheduler.random().nextInt(Integer.MAX_VALUE);
    }
    long msgId = ++lastMsgId;
    CompletableFuture<R> result = new CompletableFuture<>();
    Duration sent = scheduler.now();
    Duration timeout = patience(dest).timeout();
    Scheduler.Timer timer =
        scheduler.after(
            timeout,
            () -> {
              scheduler.after(MEMORY, () -> pending.remove(msgId));
              patience(dest).expired(sent, scheduler.now());
              result.completeExceptionally(
                  new RpcException(
                      ErrorCode.TIMEOUT,
                      "no reply from " + dest + " within " + timeout.toMillis() + " ms"));
            });
    pending.put(msgId, new Pending<>(dest, sent, reply, result, timer));
    transmit(dest, Body.type(body.getClass()), msgId, null, body);
    return result;
  }

  private Patience patience(String dest) {
    return patience.computeIfAbsent(dest, first -> new Patience(scheduler.now()));
  }

  private void settle(Message message, long inReplyTo) {
    Pending<?> request = pending.remove(inReplyTo);
    if (request != null) {
      request.timer().cancel();
      // A late reply counts too: unlike in Karn's case its unique number names its request.
      patience(request.dest()).measured(scheduler.now().minus(request.sent()));
      request.settle(message);
    }
  }

  private void transmit(
      String dest, String type, @Nullable Long msgId, @Nullable Long inReplyTo, Object body) {
    if (cluster == null) {
      throw new IllegalStateException("a message before init");
    }
    transmit(dest, type, msgId, inReplyTo, body, cluster.self());
  }

  private void transmit(
      String dest,
      String type,
      @Nullable Long msgId,
      @Nullable Long inReplyTo,
      Object body,
      @Nullable String self) {
    line.clear();
    Codec.encode(line, Objects.requireNonNull(self), dest, type, msgId, inReplyTo, body);
    transport.send(dest, line.bytes(), line.length());
  }

  private static String src(Message message) {
    return Objects.requireNonNull(message.src());
  }

  private static String type(Message message) {
    return Objects.requireNonNull(message.type());
  }

  /** Enough of a message to recognise it in a log. */
  private static String brief(Message message) {
    String text = message.toString();
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }

  private static String at(Throwable cause) {
    StackTraceElement[] stack = cause.getStackTrace();
    return stack.length == 0 ? "" : " at " + stack[0];
  }

  private record Handler<Q>(Class<Q> body, BiFunction<String, Q, ?> function) {
    @Nullable Object handle(Message message) {
      return function.apply(src(message), message.body(body));
    }
  }

  /** The time-out for the replies of one receiver. */
  private static final class Patience {
    /** The minimum of RFC 6298, section 2.4: a needless request costs more than a longer wait. */
    private static final Duration LEAST_MARGIN = Duration.ofSeconds(1);

    private final RoundTrip roundTrip = new RoundTrip(LEAST_MARGIN);

    /** When a missing reply last lengthened the time-out. */
    private Duration lengthened;

    Patience(Duration now) {
      lengthened = now;
    }

    Duration timeout() {
      return roundTrip.timeout();
    }

    void measured(Duration taken) {
      roundTrip.measured(taken);
    }

    /** Counts requests that were sent together and expire together only once. */
    void expired(Duration sent, Duration now) {
      if (sent.compareTo(lengthened) >= 0) {
        lengthened = now;
        roundTrip.expired();
      }
    }
  }

  private record Pending<R>(
      String dest,
      Duration sent,
      Class<R> reply,
      CompletableFuture<R> result,
      Scheduler.Timer timer) {
    /** Completes the result, unless it has timed out. */
    void settle(Message message) {
      try {
        result.complete(read(message));
      } catch (RpcException e) {
        result.completeExceptionally(e);
      }
    }

    private R read(Message message) {
      String type = type(message);
      if (type.equals("error")) {
        // The text is optional, so the whole message is quoted instead.
        throw new RpcException(read(message, Failure.class).code(), brief(message));
      }
      if (!type.equals(Body.type(reply))) {
        throw new RpcException(
            ErrorCode.CRASH, "expected " + Body.type(reply) + ", not " + message);
      }
      return read(message, reply);
    }

    private static <T> T read(Message message, Class<T> as) {
      try {
        return message.body(as);
      } catch (RpcException misfit) {
        // The reply is malformed, but the request may have been carried out.
        throw new RpcException(ErrorCode.CRASH, misfit.getMessage() + ": " + message);
      }
    }
  }

  private final class Table implements Handlers {
    @Override
    public void always(Consumer<Invariants> stated) {
      claims = claims.andThen(stated);
    }

    @Override
    public void shows(Supplier<Map<String, ?>> held) {
      shows.add(held);
    }

    @Override
    public <Q extends Record> void request(Class<Q> body, BiFunction<String, Q, ?> handler) {
      add(body, handler);
    }

    @Override
    public <M extends Record> void message(Class<M> body, BiConsumer<String, M> handler) {
      add(
          body,
          (src, message) -> {
            handler.accept(src, message);
            return null;
          });
    }

    private <B> void add(Class<B> body, BiFunction<String, B, ?> handler) {
      if (handlers.put(Body.type(body), new Handler<>(body, handler)) != null) {
        throw new IllegalStateException("two handlers for " + Body.type(body));
      }
    }
  }
}
