package dev.glomers.simulation.workload;

import dev.glomers.runtime.Challenge;
import java.util.List;
import java.util.Map;

/**
 * How a run ended.
 *
 * @param converged whether the faults ended and there was time to recover, so that nothing may be
 *     missing any more. If not, only what may never happen is an anomaly
 * @param nodes what the nodes run at the end, in the order of the nodes, for looking inside; a node
 *     that was killed runs another object than at the start
 * @param kills when each node was killed, in nanoseconds
 */
public record Aftermath(boolean converged, List<Challenge> nodes, Map<String, List<Long>> kills) {
  public Aftermath {
    nodes = List.copyOf(nodes);
    kills = Map.copyOf(kills);
  }

  /** How often the node of an operation had been killed before. */
  public int life(Operation operation) {
    return killsUntil(operation.node(), operation.invokedAt());
  }

  /** Whether the node of an operation has been killed since. */
  public boolean forgot(Operation operation) {
    return life(operation) < killsUntil(operation.node(), Long.MAX_VALUE);
  }

  private int killsUntil(String node, long time) {
    return (int) kills.getOrDefault(node, List.of()).stream().filter(kill -> kill <= time).count();
  }
}
