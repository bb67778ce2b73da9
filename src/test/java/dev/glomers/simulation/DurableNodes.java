package dev.glomers.simulation;

import dev.glomers.part.DurableParts;
import dev.glomers.runtime.Storage;
import java.util.function.UnaryOperator;

/** Nodes that keep their state on disk. */
public final class DurableNodes {
  private DurableNodes() {}

  /** Nodes of the part with this number or name. */
  public static NodeFactory of(String part) {
    return Wiring.of(DurableParts.get(part));
  }

  /**
   * @param between stands between a node and its disk, anew in each of its lives
   */
  public static NodeFactory of(String part, UnaryOperator<Storage> between) {
    NodeFactory nodes = of(part);
    return given ->
        nodes.create(
            new Collaborators(
                given.bus(), given.scheduler(), () -> between.apply(given.storage().get())));
  }
}
