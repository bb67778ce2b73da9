package dev.glomers.gossip;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The latest life of each node that this node has heard of, and its own life. */
final class Lives {
  private final Map<String, String> latest = new HashMap<>();
  private String own;

  /**
   * @param own this node in its present life
   */
  Lives(String own) {
    this.own = own;
    born(own);
  }

  String own() {
    return own;
  }

  /**
   * Takes a later life if a peer knows a later one of this node than the present; returns whether
   * it did.
   */
  boolean outlive(String known, RandomGenerator random) {
    boolean later =
        !known.isEmpty()
            && Origin.node(known).equals(Origin.node(own))
            && Origin.isLater(known, own);
    if (later) {
      // Any greater number will do, but two lives must not take the same.
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

  Collection<String> latest() {
    return latest.values();
  }

  void born(String origin) {
    latest.merge(
        Origin.node(origin), origin, (known, told) -> Origin.isLater(told, known) ? told : known);
  }

  /** Records the lives that a version vector names. */
  void born(Map<String, Integer> told) {
    told.keySet().stream().filter(name -> !VersionVector.isStable(name)).forEach(this::born);
  }
}
