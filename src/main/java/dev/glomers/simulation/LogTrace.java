package dev.glomers.simulation;

import dev.glomers.simulation.workload.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps what the nodes log, and passes everything on. */
final class LogTrace implements Trace {
  private static final int MOST = 100;

  private final Trace next;
  private final List<String> lines = new ArrayList<>();

  LogTrace(Trace next) {
    this.next = next;
  }

  /** The first lines, each with its time. */
  List<String> lines() {
    return lines;
  }

  @Override
  public void logged(long time, String node, String line) {
    if (lines.size() < MOST) {
      lines.add("%.3f s: %s".formatted(time / 1e9, line));
    }
    next.logged(time, node, line);
  }

  @Override
  public void sent(long time, Packet packet) {
    next.sent(time, packet);
  }

  @Override
  public void delivered(long time, Packet packet) {
    next.delivered(time, packet);
  }

  @Override
  public void dropped(long time, Packet packet, String why) {
    next.dropped(time, packet, why);
  }

  @Override
  public void invoked(long time, Operation operation) {
    next.invoked(time, operation);
  }

  @Override
  public void completed(long time, Operation operation) {
    next.completed(time, operation);
  }

  @Override
  public void faultStarted(long time, String fault, String what) {
    next.faultStarted(time, fault, what);
  }

  @Override
  public void faultEnded(long time, String fault) {
    next.faultEnded(time, fault);
  }

  @Override
  public void started(long time, String node) {
    next.started(time, node);
  }

  @Override
  public void killed(long time, String node) {
    next.killed(time, node);
  }

  @Override
  public void cut(long time, String fault, Map<String, Set<String>> unheard) {
    next.cut(time, fault, unheard);
  }

  @Override
  public void paused(long time, String node) {
    next.paused(time, node);
  }

  @Override
  public void resumed(long time, String node) {
    next.resumed(time, node);
  }
}
