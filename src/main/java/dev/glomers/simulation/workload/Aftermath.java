package dev.glomers.simulation.workload;

import dev.glomers.runtime.Challenge;
import java.util.List;

/**
 * How a run ended.
 *
 * @param converged whether the faults ended and there was time to recover, so that nothing may be
 *     missing any more. If not, only what may never happen is an anomaly
 * @param nodes what the nodes run at the end, in the order of the nodes, for looking inside; a node
 *     that was killed runs another object than at the start
 */
public record Aftermath(boolean converged, List<Challenge> nodes) {
  public Aftermath {
    nodes = List.copyOf(nodes);
  }
}
