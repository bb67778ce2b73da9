package dev.glomers.runtime;

import java.util.List;

/**
 * The nodes of the cluster, as {@code init} names them.
 *
 * @param self this node's id
 * @param nodes the ids of all nodes, including this one; the order is the same on every node
 */
public record Cluster(String self, List<String> nodes) {
  public Cluster {
    nodes = List.copyOf(nodes);
    if (!nodes.contains(self)) {
      throw new IllegalArgumentException("node_ids: " + self + " is not among " + nodes);
    }
  }

  /** This node's place in {@link #nodes}, from 0. */
  public int index() {
    return nodes.indexOf(self);
  }

  public int size() {
    return nodes.size();
  }

  /** The other nodes. */
  public List<String> peers() {
    return nodes.stream().filter(node -> !node.equals(self)).toList();
  }
}
