package dev.glomers.simulation;

import dev.glomers.runtime.Node;
import dev.glomers.simulation.workload.Operation;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Receives all events of a world as they happen. Times are nanoseconds since the start of the run.
 */
public interface Trace {
  /** Ignores all events. */
  Trace NONE = new Trace() {};

  /** A trace that passes each event to this trace, then to another. */
  default Trace and(Trace other) {
    return new TraceOfTwo(this, other);
  }

  /** A message was sent. */
  default void sent(long time, Packet packet) {}

  /** A message was delivered to its receiver. */
  default void delivered(long time, Packet packet) {}

  /** A message was lost; {@code why} is {@code partition}, {@code loss}, {@code dead} or such. */
  default void dropped(long time, Packet packet, String why) {}

  /** A client began an operation. */
  default void invoked(long time, Operation operation) {}

  /** An operation ended. */
  default void completed(long time, Operation operation) {}

  /** The fault that starts next cuts receivers off from senders: {@code unheard} has both. */
  default void cut(long time, String fault, Map<String, Set<String>> unheard) {}

  /** A fault began; {@code what} says in words what it does to which nodes. */
  default void faultStarted(long time, String fault, String what) {}

  /** A fault ended. */
  default void faultEnded(long time, String fault) {}

  /** A node was started, for the first time or again. */
  default void started(long time, String node) {}

  /** A node was killed. */
  default void killed(long time, String node) {}

  /** A node was stopped, as by SIGSTOP. */
  default void paused(long time, String node) {}

  /** A stopped node resumed. */
  default void resumed(long time, String node) {}

  /** A node has handled an event; {@code shown} gives what it {@linkplain Node#shown shows}. */
  default void handled(long time, String node, Supplier<Map<String, Object>> shown) {}

  /** Somebody did something by hand, such as {@code kill n1}. */
  default void intervened(long time, String what) {}

  /** Another phase begins: faults, recovery or the last operations. */
  default void phase(long time, String name) {}

  /** A node logged a line. */
  default void logged(long time, String node, String line) {}
}
