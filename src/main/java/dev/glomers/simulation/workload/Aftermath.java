package dev.glomers.simulation.workload;

import dev.glomers.runtime.Challenge;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a run ended.
 *
 * @param core the nodes for which the faults ended, with time to recover, so that they may lack
 *     nothing any more that one of them had; empty if the faults never ended. Then only what may
 *     never happen is an anomaly
 * @param nodes what each node runs at the end, in the order of the nodes, for looking inside; a
 *     node that was killed runs another object than at the start
 * @param killsNanos when each node was killed, in nanoseconds; not if it has a disk, for then it
 *     forgets nothing
 */
public record Aftermath(
    Set<String> core, Map<String, Challenge> nodes, Map<String, List<Long>> killsNanos) {
  /** Whether the faults ended for some nodes at least, and there was time to recover. */
  public boolean converged() {
    return !core.isEmpty();
  }

  /** Whether the faults ended for all nodes. */
  public boolean isWhole() {
    return core.size() == nodes.size();
  }

  /** Whether an operation went to a node of the core. */
  public boolean atCore(Operation operation) {
    return core.contains(operation.node());
  }

  /** How often the node of an operation had been killed before. */
  public int life(Operation operation) {
    return killsUntil(operation.node(), operation.invokedAtNanos());
  }

  /** Whether the node of an operation has been killed since. */
  public boolean forgot(Operation operation) {
    return life(operation) < killsUntil(operation.node(), Long.MAX_VALUE);
  }

  private int killsUntil(String node, long timeNanos) {
    return (int)
        killsNanos.getOrDefault(node, List.of()).stream()
            .filter(killNanos -> killNanos <= timeNanos)
            .count();
  }
}
