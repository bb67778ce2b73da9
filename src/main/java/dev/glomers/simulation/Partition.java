package dev.glomers.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The links that a partition cuts.
 *
 * @param shape the cut, in words
 * @param unheard the receivers, each with the senders whose messages it does not get
 * @see <a
 *     href="https://github.com/jepsen-io/jepsen/blob/main/jepsen/src/jepsen/nemesis.clj">Jepsen's
 *     grudges</a>
 */
record Partition(String shape, Map<String, Set<String>> unheard) {
  /** One of Jepsen's four shapes. On few nodes some of them cut nothing. */
  static Partition draw(List<String> nodes, RandomGenerator random) {
    List<String> shuffled = shuffled(nodes, random);
    int size = nodes.size();
    return switch (random.nextInt(4)) {
      case 0 -> split("one node alone", shuffled, 1);
      case 1 -> split("less than a third", shuffled, (size - 1) / 3);
      case 2 -> split("half", shuffled, size / 2);
      default -> new Partition("a ring of majorities", majoritiesRing(shuffled, random));
    };
  }

  /** Cuts some nodes off in one direction: either they or the others do not hear the other side. */
  static Partition drawOneWay(List<String> nodes, RandomGenerator random) {
    List<String> shuffled = shuffled(nodes, random);
    int some = 1 + random.nextInt(Math.max(1, nodes.size() - 1));
    Set<String> senders = new LinkedHashSet<>(shuffled.subList(0, some));
    Map<String, Set<String>> unheard = new LinkedHashMap<>();
    for (String receiver : shuffled.subList(some, shuffled.size())) {
      unheard.put(receiver, senders);
    }
    return new Partition("nobody hears " + senders, unheard);
  }

  /** The receivers with their unheard senders, if some nodes are fully isolated. */
  static Map<String, Set<String>> isolating(Set<String> apart, List<String> nodes) {
    Map<String, Set<String>> unheard = new LinkedHashMap<>();
    nodes.forEach(node -> unheard.put(node, apart.contains(node) ? Set.copyOf(nodes) : apart));
    return unheard;
  }

  private static Partition split(String shape, List<String> nodes, int first) {
    Set<String> side = new LinkedHashSet<>(nodes.subList(0, first));
    Set<String> otherSide = new LinkedHashSet<>(nodes.subList(first, nodes.size()));
    Map<String, Set<String>> unheard = new LinkedHashMap<>();
    side.forEach(node -> unheard.put(node, otherSide));
    otherSide.forEach(node -> unheard.put(node, side));
    return new Partition(shape + ": " + side + " cut from " + otherSide, unheard);
  }

  /** Every node hears a majority, and no two nodes hear the same one. */
  private static Map<String, Set<String>> majoritiesRing(
      List<String> ring, RandomGenerator random) {
    return ring.size() <= 5 ? perfectRing(ring) : stochasticRing(ring, random);
  }

  private static Map<String, Set<String>> perfectRing(List<String> ring) {
    int size = ring.size();
    int majority = size / 2 + 1;
    Map<String, Set<String>> unheard = new LinkedHashMap<>();
    for (int first = 0; first < size; first++) {
      Set<String> others = new LinkedHashSet<>(ring);
      for (int i = 0; i < majority; i++) {
        others.remove(ring.get((first + i) % size));
      }
      unheard.put(ring.get((first + majority / 2) % size), others);
    }
    return unheard;
  }

  /** Joins the node with the fewest links to another with few, until all hear a majority. */
  private static Map<String, Set<String>> stochasticRing(
      List<String> nodes, RandomGenerator random) {
    List<Peer> peers = new ArrayList<>();
    nodes.forEach(node -> peers.add(new Peer(node, new LinkedHashSet<>(List.of(node)))));
    while (true) {
      List<Peer> byLinks = shuffled(peers, random);
      byLinks.sort(Comparator.comparingInt(peer -> peer.heard.size()));
      Peer peer = byLinks.get(0);
      if (peer.heard.size() > nodes.size() / 2) {
        break;
      }
      byLinks.stream()
          .filter(other -> !peer.heard.contains(other.node))
          .findFirst()
          .ifPresent(peer::join);
    }
    Map<String, Set<String>> unheard = new LinkedHashMap<>();
    for (Peer peer : peers) {
      Set<String> others = new LinkedHashSet<>(nodes);
      others.removeAll(peer.heard);
      unheard.put(peer.node, others);
    }
    return unheard;
  }

  private record Peer(String node, Set<String> heard) {
    void join(Peer other) {
      heard.add(other.node);
      other.heard.add(node);
    }
  }

  /** The elements in random order. */
  static <T> List<T> shuffled(List<T> elements, RandomGenerator random) {
    List<T> shuffled = new ArrayList<>(elements);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, random.nextInt(i + 1));
    }
    return shuffled;
  }
}
