package dev.glomers.simulation;

import dev.glomers.runtime.Node;
import dev.glomers.simulation.workload.Operation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Receives all events of a world as they happen. Times are nanoseconds since the start of the run.
 */
public interface Trace {
  /** Ignores all events. */
  Trace NONE = new Trace() {};

  /** A trace that passes each event to all of these, in this order. */
  static Trace all(Trace... traces) {
    InvocationHandler each =
        (proxy, event, arguments) -> {
          try {
            for (Trace trace : traces) {
              event.invoke(trace, arguments);
            }
            return null;
          } catch (InvocationTargetException e) {
            throw e.getTargetException();
          }
        };
    return (Trace)
        Proxy.newProxyInstance(Trace.class.getClassLoader(), new Class<?>[] {Trace.class}, each);
  }

  /** A message was sent. */
  default void sent(long timeNanos, Packet packet) {}

  /** A message was delivered to its receiver. */
  default void delivered(long timeNanos, Packet packet) {}

  /** A message was lost; {@code why} is {@code partition}, {@code loss}, {@code dead} or such. */
  default void dropped(long timeNanos, Packet packet, String why) {}

  /** A client began an operation. */
  default void invoked(long timeNanos, Operation operation) {}

  /** An operation ended. */
  default void completed(long timeNanos, Operation operation) {}

  /** The fault that starts next cuts receivers off from senders: {@code unheard} has both. */
  default void cut(long timeNanos, String fault, Map<String, Set<String>> unheard) {}

  /** A fault began; {@code what} says in words what it does to which nodes. */
  default void faultStarted(long timeNanos, String fault, String what) {}

  /** A fault ended. */
  default void faultEnded(long timeNanos, String fault) {}

  /**
   * A node was {@code started}, for the first time or again, {@code killed}, {@code paused}, as by
   * SIGSTOP, or {@code resumed}; {@code how} says which.
   */
  default void changed(long timeNanos, String node, String how) {}

  /** A node has handled an event; {@code shown} gives what it {@linkplain Node#shown shows}. */
  default void handled(long timeNanos, String node, Supplier<Map<String, Object>> shown) {}

  /** Somebody did something by hand, such as {@code kill n1}. */
  default void intervened(long timeNanos, String what) {}

  /** Another phase begins: faults, recovery or the last operations. */
  default void phase(long timeNanos, String name) {}

  /** A node logged a line. */
  default void logged(long timeNanos, String node, String line) {}
}
