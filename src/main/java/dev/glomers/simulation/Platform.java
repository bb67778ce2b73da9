package dev.glomers.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** The differences between worlds: how time passes, and what a node is. */
public interface Platform {
  /** The clock of one run. */
  Clock clock();

  /**
   * A node of one run.
   *
   * @param world the node's world; it is still being created
   */
  ServerNode node(String id, World world, SplittableRandom random);

  /** The names of the faults that these nodes can suffer. */
  List<String> faults();

  /** A platform of nodes that are objects, on a virtual clock. */
  static Platform simulating(NodeFactory nodes) {
    return new Platform() {
      @Override
      public Clock clock() {
        return new VirtualClock();
      }

      @Override
      public ServerNode node(String id, World world, SplittableRandom random) {
        return new SimulatedNode(id, world, nodes, random);
      }

      @Override
      public List<String> faults() {
        return Faults.names();
      }
    };
  }
}
