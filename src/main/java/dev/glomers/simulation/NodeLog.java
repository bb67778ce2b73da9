package dev.glomers.simulation;

import java.util.ArrayList;
import java.util.List;

/** The first lines of the nodes' logs. */
final class NodeLog {
  private static final int MOST = 100;

  private final Trace trace;
  private final List<String> lines = new ArrayList<>();

  NodeLog(Trace trace) {
    this.trace = trace;
  }

  void add(long timeNanos, String node, String line) {
    if (lines.size() < MOST) {
      lines.add("%.3f s: %s".formatted(timeNanos / 1e9, line));
    }
    trace.logged(timeNanos, node, line);
  }

  /** The lines, each with its time. */
  List<String> lines() {
    return lines;
  }
}
