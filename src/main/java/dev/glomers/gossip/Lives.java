package dev.glomers.gossip;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The latest life of each node of which anybody has told, and this node's own. */
final class Lives {
  private final Map<String, String> latest = new HashMap<>();
  private String own;

  /**
   * @param own the origin of what is added here
   */
  Lives(String own) {
    this.own = own;
    born(own);
  }

  String own() {
    return own;
  }

  /**
   * Goes on under another name if somebody knows a later life of this node than it is itself;
   * whether it does.
   */
  boolean outlive(String known, RandomGenerator random) {
    boolean later =
        !known.isEmpty()
            && Origin.node(known).equals(Origin.node(own))
            && Origin.isLater(known, own);
    if (later) {
      // Any number above will do, but not the same twice.
      long life = Origin.life(known) + 1 + random.nextInt(Gossip.LIVES);
      own = Origin.of(Origin.node(own), life);
      born(own);
    }
    return later;
  }

  /** The latest origin of a node; null if none is known. */
  @Nullable String latest(String node) {
    return latest.get(node);
  }

  Iterable<String> latest() {
    return latest.values();
  }

  void born(String origin) {
    latest.merge(
        Origin.node(origin), origin, (known, told) -> Origin.isLater(told, known) ? told : known);
  }

  /** Notes the lives that a version tells of. */
  void born(Map<String, Integer> told) {
    told.keySet().stream().filter(name -> !Logs.isStable(name)).forEach(this::born);
  }
}
