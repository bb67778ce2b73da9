package dev.glomers.simulation;

import dev.glomers.runtime.Node;
import dev.glomers.simulation.workload.Operation;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Is told of everything that happens in a world, as it happens. Times are nanoseconds since the
 * start of the run.
 */
public interface Trace {
  /** Is told nothing. */
  Trace NONE = new Trace() {};

  /** One that tells another one, too, after this one. */
  default Trace and(Trace other) {
    return new TraceOfTwo(this, other);
  }

  /** A message was sent. */
  default void sent(long timeNanos, Packet packet) {}

  /** A message was handed to its receiver. */
  default void delivered(long timeNanos, Packet packet) {}

  /** A message will never arrive, and why: {@code partition}, {@code loss}, {@code dead}. */
  default void dropped(long timeNanos, Packet packet, String why) {}

  /** A client began an operation. */
  default void invoked(long timeNanos, Operation operation) {}

  /** An operation ended. */
  default void completed(long timeNanos, Operation operation) {}

  /** A fault, which begins next, cuts receivers off from senders: who does not hear whom. */
  default void cut(long timeNanos, String fault, Map<String, Set<String>> unheard) {}

  /** A fault began: its name and what it does to whom, in words. */
  default void faultStarted(long timeNanos, String fault, String what) {}

  /** A fault ended. */
  default void faultEnded(long timeNanos, String fault) {}

  /** A node was started, for the first time or again. */
  default void started(long timeNanos, String node) {}

  /** A node was killed. */
  default void killed(long timeNanos, String node) {}

  /** A node was stopped, as by SIGSTOP. */
  default void paused(long timeNanos, String node) {}

  /** A node that was stopped goes on. */
  default void resumed(long timeNanos, String node) {}

  /** A node has handled an event. What it {@linkplain Node#shown shows} can be asked for. */
  default void handled(long timeNanos, String node, Supplier<Map<String, Object>> shown) {}

  /** Somebody did something by hand, such as {@code kill n1}. */
  default void intervened(long timeNanos, String what) {}

  /** What follows is another phase: faults may begin, they have ended, all is read once more. */
  default void phase(long timeNanos, String name) {}

  /** A node logged a line. */
  default void logged(long timeNanos, String node, String line) {}
}
