package dev.glomers.simulation.workload.broadcast;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The topologies that broadcast's nodes receive, by the names of {@code --topology}. */
final class Topology {
  private Topology() {}

  /**
   * Each node's neighbours.
   *
   * @throws IllegalArgumentException if there is no such shape
   */
  static Map<String, List<String>> of(String shape, List<String> nodes) {
    return switch (shape) {
      case "grid" -> grid(nodes);
      case "line" -> line(nodes);
      case "total" -> total(nodes);
      case "tree", "tree2" -> tree(nodes, 2);
      case "tree3" -> tree(nodes, 3);
      case "tree4" -> tree(nodes, 4);
      default ->
          throw new IllegalArgumentException(
              "glomers.part.topology: no topology "
                  + shape
                  + "; there are grid, line, total, tree, tree2, tree3, tree4");
    };
  }

  private static Map<String, List<String>> grid(List<String> nodes) {
    int side = (int) Math.ceil(Math.sqrt(nodes.size()));
    Map<String, List<String>> neighbours = none(nodes);
    for (int i = 0; i < nodes.size(); i++) {
      if (i % side != side - 1) {
        link(neighbours, nodes, i, i + 1);
      }
      link(neighbours, nodes, i, i + side);
    }
    return neighbours;
  }

  private static Map<String, List<String>> line(List<String> nodes) {
    return tree(nodes, 1);
  }

  private static Map<String, List<String>> tree(List<String> nodes, int branches) {
    Map<String, List<String>> neighbours = none(nodes);
    for (int i = 1; i < nodes.size(); i++) {
      link(neighbours, nodes, (i - 1) / branches, i);
    }
    return neighbours;
  }

  private static Map<String, List<String>> total(List<String> nodes) {
    Map<String, List<String>> neighbours = none(nodes);
    neighbours.forEach(
        (node, others) -> nodes.stream().filter(other -> !other.equals(node)).forEach(others::add));
    return neighbours;
  }

  private static Map<String, List<String>> none(List<String> nodes) {
    Map<String, List<String>> neighbours = new LinkedHashMap<>();
    nodes.forEach(node -> neighbours.put(node, new ArrayList<>()));
    return neighbours;
  }

  private static void link(
      Map<String, List<String>> neighbours, List<String> nodes, int one, int other) {
    if (other < nodes.size()) {
      of(neighbours, nodes.get(one)).add(nodes.get(other));
      of(neighbours, nodes.get(other)).add(nodes.get(one));
    }
  }

  private static List<String> of(Map<String, List<String>> neighbours, String node) {
    return Objects.requireNonNull(neighbours.get(node));
  }
}
