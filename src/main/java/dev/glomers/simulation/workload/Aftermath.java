package dev.glomers.simulation.workload;

import dev.glomers.runtime.Challenge;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a run ended.
 *
 * @param core the nodes for which the faults ended, with time to recover: none of them may lack
 *     what another of them had. Empty if the faults never ended; then only violations of safety are
 *     anomalies
 * @param nodes the challenge that each node runs at the end, in the order of the nodes, for
 *     inspection; a node that was killed runs another object than at the start
 * @param killsNanos when each node was killed; excludes nodes with a disk, which forget nothing
 */
public record Aftermath(
    Set<String> core, Map<String, Challenge> nodes, Map<String, List<Long>> killsNanos) {
  /** Whether the faults ended for at least some nodes, with time to recover. */
  public boolean converged() {
    return !core.isEmpty();
  }

  /** Whether the faults ended for all nodes. */
  public boolean isWhole() {
    return core.size() == nodes.size();
  }

  /** Whether an operation was sent to a node of the core. */
  public boolean atCore(Operation operation) {
    return core.contains(operation.node());
  }

  /** How often an operation's node had been killed before the operation. */
  public int life(Operation operation) {
    return killsUntil(operation.node(), operation.invokedAtNanos());
  }

  /** Whether an operation's node was killed after the operation. */
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
