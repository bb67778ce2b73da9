package dev.glomers.simulation;

import dev.glomers.simulation.workload.Operation;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Passes each event to two traces. */
record TraceOfTwo(Trace one, Trace other) implements Trace {
  @Override
  public void sent(long time, Packet packet) {
    one.sent(time, packet);
    other.sent(time, packet);
  }

  @Override
  public void delivered(long time, Packet packet) {
    one.delivered(time, packet);
    other.delivered(time, packet);
  }

  @Override
  public void dropped(long time, Packet packet, String why) {
    one.dropped(time, packet, why);
    other.dropped(time, packet, why);
  }

  @Override
  public void invoked(long time, Operation operation) {
    one.invoked(time, operation);
    other.invoked(time, operation);
  }

  @Override
  public void completed(long time, Operation operation) {
    one.completed(time, operation);
    other.completed(time, operation);
  }

  @Override
  public void cut(long time, String fault, Map<String, Set<String>> unheard) {
    one.cut(time, fault, unheard);
    other.cut(time, fault, unheard);
  }

  @Override
  public void faultStarted(long time, String fault, String what) {
    one.faultStarted(time, fault, what);
    other.faultStarted(time, fault, what);
  }

  @Override
  public void faultEnded(long time, String fault) {
    one.faultEnded(time, fault);
    other.faultEnded(time, fault);
  }

  @Override
  public void started(long time, String node) {
    one.started(time, node);
    other.started(time, node);
  }

  @Override
  public void killed(long time, String node) {
    one.killed(time, node);
    other.killed(time, node);
  }

  @Override
  public void paused(long time, String node) {
    one.paused(time, node);
    other.paused(time, node);
  }

  @Override
  public void resumed(long time, String node) {
    one.resumed(time, node);
    other.resumed(time, node);
  }

  @Override
  public void logged(long time, String node, String line) {
    one.logged(time, node, line);
    other.logged(time, node, line);
  }

  @Override
  public void handled(long time, String node, Supplier<Map<String, Object>> shown) {
    one.handled(time, node, shown);
    other.handled(time, node, shown);
  }

  @Override
  public void intervened(long time, String what) {
    one.intervened(time, what);
    other.intervened(time, what);
  }

  @Override
  public void phase(long time, String name) {
    one.phase(time, name);
    other.phase(time, name);
  }
}
