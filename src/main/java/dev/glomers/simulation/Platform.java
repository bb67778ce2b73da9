package dev.glomers.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** What worlds differ in: how time passes, and what a node is. */
public interface Platform {
  /** The clock of one run. */
  Clock clock();

  /**
   * A node of one run.
   *
   * @param world what the node lives in; it is still in the making
   */
  ServerNode node(String id, World world, SplittableRandom random);

  /** The names of the faults that can be done to such nodes. */
  List<String> faults();

  /** Nodes that are objects, on a virtual clock. */
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
