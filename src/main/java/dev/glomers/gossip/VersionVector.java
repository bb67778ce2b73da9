package dev.glomers.gossip;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A version vector: a length for each origin's log, and how much of the log is stable.
 *
 * @see <a href="https://doi.org/10.1109/TSE.1983.236733">Parker et al., Detection of Mutual
 *     Inconsistency in Distributed Systems (1983)</a>
 */
final class VersionVector {
  private static final String STABLE = "=";

  private final Map<String, Integer> counts = new LinkedHashMap<>();

  /** The name of how much of an origin's log is stable. */
  static String stable(String origin) {
    return STABLE + origin;
  }

  static boolean isStable(String name) {
    return name.startsWith(STABLE);
  }

  /** The origin whose stable length such a name means. */
  static String stableOf(String name) {
    return name.substring(STABLE.length());
  }

  Map<String, Integer> counts() {
    return Collections.unmodifiableMap(counts);
  }

  int of(String origin) {
    Integer count = counts.get(origin);
    return count == null ? 0 : count;
  }

  void raise(String origin, int count) {
    counts.merge(origin, count, Math::max);
  }

  void raise(Map<String, Integer> others) {
    others.forEach(this::raise);
  }

  boolean covers(VersionVector other) {
    return other.counts.entrySet().stream()
        .allMatch(entry -> entry.getValue() <= of(entry.getKey()));
  }
}
