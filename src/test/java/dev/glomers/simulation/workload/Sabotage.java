package dev.glomers.simulation.workload;

import dev.glomers.protocol.ErrorCode;
import dev.glomers.protocol.RpcException;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.Cluster;
import dev.glomers.runtime.Handlers;
import dev.glomers.runtime.Invariants;
import dev.glomers.runtime.Scheduler;
import dev.glomers.simulation.Collaborators;
import dev.glomers.simulation.NodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes broken nodes of sound ones, from outside: what comes in passes a gate. The broken nodes do
 * not let themselves be looked into.
 */
public final class Sabotage {
  private Sabotage() {}

  /** What a wall clock shows when a run begins. */
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  /** A message or request that has come to a node. */
  public record Visit(String node, Duration now, String src, Record body) {
    boolean isClients() {
      return src.startsWith("c");
    }
  }

  /** Stands between messages and the handlers that sound nodes have for them. */
  @FunctionalInterface
  public interface Gate {
    /**
     * @param inside what a sound node does
     * @return the reply, as a handler returns it
     */
    @Nullable Object pass(Visit visit, Supplier<? extends @Nullable Object> inside);
  }

  /** Nodes that do nothing wrong, but do not let themselves be looked into. */
  public static NodeFactory closed(NodeFactory sound) {
    return given -> sound.create(given)::start;
  }

  /** One kind of nodes at one place, another elsewhere. */
  public static NodeFactory only(String node, NodeFactory broken, NodeFactory sound) {
    return given ->
        (cluster, on) ->
            (cluster.self().equals(node) ? broken : sound).create(given).start(cluster, on);
  }

  /** Nodes that no longer answer their clients. */
  public static NodeFactory mute(NodeFactory sound, When when) {
    return mute(sound, Record.class, when);
  }

  /** The time since the run began, where no clock jumps; a life's own clock starts with it. */
  static Duration time(Scheduler scheduler) {
    return Duration.between(BEGIN, scheduler.wallClock());
  }

  /** Nodes that no longer answer requests of one kind. */
  public static NodeFactory mute(NodeFactory sound, Class<? extends Record> kind, When when) {
    return gated(
        sound,
        () ->
            (visit, inside) ->
                visit.isClients()
                        && kind.isInstance(visit.body())
                        && when.holds(visit.node(), visit.now())
                    ? new CompletableFuture<>()
                    : inside.get());
  }

  /** Nodes that refuse all requests of one kind. */
  public static NodeFactory refusing(NodeFactory sound, Class<? extends Record> kind, When when) {
    return gated(
        sound,
        () ->
            (visit, inside) -> {
              if (visit.isClients()
                  && kind.isInstance(visit.body())
                  && when.holds(visit.node(), visit.now())) {
                throw new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "no");
              }
              return inside.get();
            });
  }

  /** Nodes that start in vain at some times; when they do not know yet who they are. */
  public static NodeFactory stillborn(NodeFactory sound, When when) {
    return given ->
        when.holds("", time(given.scheduler()))
            ? (cluster, on) -> {
              throw new IllegalStateException("does not start");
            }
            : sound.create(given);
  }

  /** Nodes that take nothing in of what other nodes say. */
  public static NodeFactory deaf(NodeFactory sound, When when) {
    return gated(
        sound,
        () ->
            (visit, inside) ->
                !visit.isClients() && when.holds(visit.node(), visit.now())
                    ? new CompletableFuture<>()
                    : inside.get());
  }

  /**
   * Nodes that do what they are asked, and then now and then say that they did not and will not.
   */
  public static NodeFactory denying(NodeFactory sound, Class<? extends Record> kind, int every) {
    return gated(
        sound,
        () ->
            new Gate() {
              private int count;

              @Override
              public @Nullable Object pass(
                  Visit visit, Supplier<? extends @Nullable Object> inside) {
                Object reply = inside.get();
                if (visit.isClients() && kind.isInstance(visit.body()) && ++count % every == 0) {
                  throw new RpcException(ErrorCode.TEMPORARILY_UNAVAILABLE, "no");
                }
                return reply;
              }
            });
  }

  /** Nodes that answer requests of one kind ever as they did when it began. */
  public static NodeFactory frozen(NodeFactory sound, Class<? extends Record> kind, When when) {
    return gated(
        sound,
        () ->
            new Gate() {
              private @Nullable Object last;

              @Override
              public @Nullable Object pass(
                  Visit visit, Supplier<? extends @Nullable Object> inside) {
                if (!kind.isInstance(visit.body())) {
                  return inside.get();
                }
                if (last == null || !when.holds(visit.node(), visit.now())) {
                  last = inside.get();
                }
                return last;
              }
            });
  }

  /** Nodes that answer their clients something else, where it is a reply of one kind. */
  public static <R extends Record> NodeFactory altering(
      NodeFactory sound, Class<R> kind, When when, Function<R, ? extends Record> change) {
    return gated(
        sound,
        () ->
            (visit, inside) ->
                visit.isClients() && when.holds(visit.node(), visit.now())
                    ? changed(inside.get(), kind, change)
                    : inside.get());
  }

  private static <R extends Record> @Nullable Object changed(
      @Nullable Object reply, Class<R> kind, Function<R, ? extends Record> change) {
    if (reply instanceof CompletionStage<?> later) {
      return later.thenApply(now -> changed(now, kind, change));
    }
    return kind.isInstance(reply) ? change.apply(kind.cast(reply)) : reply;
  }

  /**
   * @param gates makes a gate each time that a node starts
   */
  public static NodeFactory gated(NodeFactory sound, Supplier<Gate> gates) {
    return given -> new Gated(given, sound.create(given), gates.get());
  }

  private record Gated(Collaborators given, Challenge sound, Gate gate) implements Challenge {
    @Override
    public void start(Cluster cluster, Handlers on) {
      sound.start(
          cluster,
          new Handlers() {
            @Override
            public <Q extends Record> void request(
                Class<Q> body, BiFunction<String, Q, ?> handler) {
              on.request(
                  body,
                  (src, request) ->
                      gate.pass(visit(cluster, src, request), () -> handler.apply(src, request)));
            }

            @Override
            public void always(Consumer<Invariants> claims) {
              on.always(claims);
            }

            @Override
            public void shows(Supplier<Map<String, ?>> held) {
              on.shows(held);
            }

            @Override
            public <M extends Record> void message(Class<M> body, BiConsumer<String, M> handler) {
              on.message(
                  body,
                  (src, message) ->
                      gate.pass(
                          visit(cluster, src, message),
                          () -> {
                            handler.accept(src, message);
                            return null;
                          }));
            }
          });
    }

    private Visit visit(Cluster cluster, String src, Record body) {
      return new Visit(cluster.self(), time(given.scheduler()), src, body);
    }
  }
}
