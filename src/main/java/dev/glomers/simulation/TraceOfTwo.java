package dev.glomers.simulation;

import dev.glomers.simulation.workload.Operation;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Passes each event to two traces. */
record TraceOfTwo(Trace one, Trace other) implements Trace {
  @Override
  public void sent(long timeNanos, Packet packet) {
    one.sent(timeNanos, packet);
    other.sent(timeNanos, packet);
  }

  @Override
  public void delivered(long timeNanos, Packet packet) {
    one.delivered(timeNanos, packet);
    other.delivered(timeNanos, packet);
  }

  @Override
  public void dropped(long timeNanos, Packet packet, String why) {
    one.dropped(timeNanos, packet, why);
    other.dropped(timeNanos, packet, why);
  }

  @Override
  public void invoked(long timeNanos, Operation operation) {
    one.invoked(timeNanos, operation);
    other.invoked(timeNanos, operation);
  }

  @Override
  public void completed(long timeNanos, Operation operation) {
    one.completed(timeNanos, operation);
    other.completed(timeNanos, operation);
  }

  @Override
  public void cut(long timeNanos, String fault, Map<String, Set<String>> unheard) {
    one.cut(timeNanos, fault, unheard);
    other.cut(timeNanos, fault, unheard);
  }

  @Override
  public void faultStarted(long timeNanos, String fault, String what) {
    one.faultStarted(timeNanos, fault, what);
    other.faultStarted(timeNanos, fault, what);
  }

  @Override
  public void faultEnded(long timeNanos, String fault) {
    one.faultEnded(timeNanos, fault);
    other.faultEnded(timeNanos, fault);
  }

  @Override
  public void started(long timeNanos, String node) {
    one.started(timeNanos, node);
    other.started(timeNanos, node);
  }

  @Override
  public void killed(long timeNanos, String node) {
    one.killed(timeNanos, node);
    other.killed(timeNanos, node);
  }

  @Override
  public void paused(long timeNanos, String node) {
    one.paused(timeNanos, node);
    other.paused(timeNanos, node);
  }

  @Override
  public void resumed(long timeNanos, String node) {
    one.resumed(timeNanos, node);
    other.resumed(timeNanos, node);
  }

  @Override
  public void logged(long timeNanos, String node, String line) {
    one.logged(timeNanos, node, line);
    other.logged(timeNanos, node, line);
  }

  @Override
  public void handled(long timeNanos, String node, Supplier<Map<String, Object>> shown) {
    one.handled(timeNanos, node, shown);
    other.handled(timeNanos, node, shown);
  }

  @Override
  public void intervened(long timeNanos, String what) {
    one.intervened(timeNanos, what);
    other.intervened(timeNanos, what);
  }

  @Override
  public void phase(long timeNanos, String name) {
    one.phase(timeNanos, name);
    other.phase(timeNanos, name);
  }
}
