package dev.glomers.simulation.workload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;

/** A graph of transactions, by number, and of dependencies of several kinds between them. */
public final class DependencyGraph {
  /** The same client ran both, in this order. */
  public static final int SESSION = 1;

  /** The second read what the first wrote. */
  public static final int WRITE_READ = 2;

  /** The second overwrote what the first wrote. */
  public static final int WRITE_WRITE = 4;

  /** The second overwrote what the first read. */
  public static final int READ_WRITE = 8;

  /** The first had ended before the second began. */
  public static final int REAL_TIME = 16;

  private static final int NONE = -1;
  private static final int MOST_CYCLES = 8;

  /** The search for cycles starts from at most this many transactions. */
  private static final int MOST_ATTEMPTS = 256;

  private final int[] firstEdge;
  private int[] nextEdge = new int[1024];
  private int[] from = new int[1024];
  private int[] to = new int[1024];
  private int[] kind = new int[1024];
  private int[] key = new int[1024];
  private int edges;

  /**
   * @param size the number of transactions
   */
  public DependencyGraph(int size) {
    firstEdge = new int[size];
    Arrays.fill(firstEdge, NONE);
  }

  /**
   * One dependency of a cycle.
   *
   * @param key the key that it is about; meaningless for {@link #SESSION} and {@link #REAL_TIME}
   */
  public record Step(int from, int to, int kind, int key) {}

  int size() {
    return firstEdge.length;
  }

  public void add(int before, int after, int ofKind, int about) {
    if (before == after) {
      return;
    }
    if (edges == to.length) {
      nextEdge = Arrays.copyOf(nextEdge, 2 * edges);
      from = Arrays.copyOf(from, 2 * edges);
      to = Arrays.copyOf(to, 2 * edges);
      kind = Arrays.copyOf(kind, 2 * edges);
      key = Arrays.copyOf(key, 2 * edges);
    }
    from[edges] = before;
    to[edges] = after;
    kind[edges] = ofKind;
    key[edges] = about;
    nextEdge[edges] = firstEdge[before];
    firstEdge[before] = edges++;
  }

  /**
   * A topological order of the transactions by these kinds of dependencies, without those on or
   * after cycles.
   */
  public int[] order(int kinds) {
    int[] pending = new int[size()];
    for (int edge = 0; edge < edges; edge++) {
      if ((kind[edge] & kinds) != 0) {
        pending[to[edge]]++;
      }
    }
    int[] order = new int[size()];
    int end = 0;
    for (int node = 0; node < size(); node++) {
      if (pending[node] == 0) {
        order[end++] = node;
      }
    }
    for (int i = 0; i < end; i++) {
      for (int edge = firstEdge[order[i]]; edge != NONE; edge = nextEdge[edge]) {
        if ((kind[edge] & kinds) != 0 && --pending[to[edge]] == 0) {
          order[end++] = to[edge];
        }
      }
    }
    return Arrays.copyOf(order, end);
  }

  /** Visits the transactions that depend on the given one in one of these ways. */
  public void forEachAfter(int before, int kinds, IntConsumer visitor) {
    for (int edge = firstEdge[before]; edge != NONE; edge = nextEdge[edge]) {
      if ((kind[edge] & kinds) != 0) {
        visitor.accept(to[edge]);
      }
    }
  }

  /** Some short, disjoint cycles of these kinds of dependencies. */
  public List<List<Step>> cycles(int kinds) {
    return cycles(kinds, kinds);
  }

  /**
   * Some short, disjoint cycles.
   *
   * @param first the kinds of one of their dependencies
   * @param rest the kinds of all others
   */
  public List<List<Step>> cycles(int first, int rest) {
    int[] components = new Components(first | rest).find();
    int[] sizes = new int[size()];
    for (int component : components) {
      sizes[component]++;
    }
    BitSet left = new BitSet();
    for (int node = 0; node < size(); node++) {
      left.set(node, sizes[components[node]] > 1);
    }
    List<List<Step>> cycles = new ArrayList<>();
    int attempts = 0;
    for (int node = left.nextSetBit(0);
        node >= 0 && cycles.size() < MOST_CYCLES && attempts < MOST_ATTEMPTS;
        node = left.nextSetBit(node + 1)) {
      if (!leads(node, first, components)) {
        continue;
      }
      attempts++;
      List<Step> cycle = shortestCycle(node, first, rest, left, components);
      if (cycle.isEmpty()) {
        if (first == rest) {
          left.clear(node);
        }
      } else {
        cycles.add(cycle);
        cycle.forEach(step -> left.clear(step.from));
      }
    }
    return cycles;
  }

  /** Whether such a dependency leads from a transaction to another of its component. */
  private boolean leads(int node, int kinds, int[] components) {
    for (int edge = firstEdge[node]; edge != NONE; edge = nextEdge[edge]) {
      if ((kind[edge] & kinds) != 0 && components[to[edge]] == components[node]) {
        return true;
      }
    }
    return false;
  }

  /** The shortest cycle through a transaction, which comes first; empty if there is none. */
  private List<Step> shortestCycle(int start, int first, int rest, BitSet left, int[] components) {
    int[] edgeInto = new int[size()];
    Arrays.fill(edgeInto, NONE);
    int[] queue = new int[size()];
    int end = 0;
    queue[end++] = start;
    for (int i = 0; i < end; i++) {
      for (int edge = firstEdge[queue[i]]; edge != NONE; edge = nextEdge[edge]) {
        int after = to[edge];
        if ((kind[edge] & (i == 0 ? first : rest)) != 0
            && left.get(after)
            && components[after] == components[start]
            && edgeInto[after] == NONE) {
          edgeInto[after] = edge;
          if (after == start) {
            return path(start, edgeInto);
          }
          queue[end++] = after;
        }
      }
    }
    return List.of();
  }

  private List<Step> path(int start, int[] edgeInto) {
    List<Step> steps = new ArrayList<>();
    int node = start;
    do {
      int edge = edgeInto[node];
      steps.add(new Step(from[edge], to[edge], kind[edge], key[edge]));
      node = from[edge];
    } while (node != start);
    Collections.reverse(steps);
    return steps;
  }

  /**
   * Finds the strongly connected components: each cycle lies within one.
   *
   * @see <a href="https://doi.org/10.1137/0201010">Tarjan: Depth-first search and linear graph
   *     algorithms</a>
   */
  private final class Components {
    private final int kinds;
    private final int[] components = new int[size()];

    /** Numbers the transactions by first visit, from 1; 0 if not visited yet. */
    private final int[] indices = new int[size()];

    /** For each transaction the lowest index that it is known to reach within its component. */
    private final int[] lowest = new int[size()];

    private final int[] nextEdges = firstEdge.clone();
    private final int[] path = new int[size()];
    private final int[] open = new int[size()];
    private int depth;
    private int opened;
    private int visited;

    Components(int kinds) {
      this.kinds = kinds;
      Arrays.fill(components, NONE);
    }

    /** For each transaction the number of the one that represents its component. */
    int[] find() {
      for (int root = 0; root < size(); root++) {
        if (indices[root] == 0) {
          enter(root);
        }
        while (depth > 0) {
          step(path[depth - 1]);
        }
      }
      return components;
    }

    private void enter(int node) {
      path[depth++] = node;
      open[opened++] = node;
      indices[node] = ++visited;
      lowest[node] = visited;
    }

    private void step(int node) {
      int edge = nextEdges[node];
      if (edge == NONE) {
        leave(node);
        return;
      }
      nextEdges[node] = nextEdge[edge];
      if ((kind[edge] & kinds) != 0) {
        int after = to[edge];
        if (indices[after] == 0) {
          enter(after);
        } else if (components[after] == NONE) {
          lowest[node] = Math.min(lowest[node], indices[after]);
        }
      }
    }

    private void leave(int node) {
      depth--;
      if (depth > 0) {
        int before = path[depth - 1];
        lowest[before] = Math.min(lowest[before], lowest[node]);
      }
      if (lowest[node] == indices[node]) {
        do {
          components[open[--opened]] = node;
        } while (open[opened] != node);
      }
    }
  }
}
