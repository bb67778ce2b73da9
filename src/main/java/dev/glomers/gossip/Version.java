package dev.glomers.gossip;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many items of each origin's log are meant: a version vector.
 *
 * @see <a href="https://doi.org/10.1109/TSE.1983.236733">Parker et al., Detection of Mutual
 *     Inconsistency in Distributed Systems (1983)</a>
 */
final class Version {
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  Map<String, Integer> counts() {
    return Collections.unmodifiableMap(counts);
  }

  int of(String origin) {
    return counts.getOrDefault(origin, 0);
  }

  void raise(String origin, int count) {
    if (count > of(origin)) {
      counts.put(origin, count);
    }
  }

  void raise(Map<String, Integer> others) {
    others.forEach(this::raise);
  }

  boolean covers(Version other) {
    for (Map.Entry<String, Integer> entry : other.counts.entrySet()) {
      if (entry.getValue() > of(entry.getKey())) {
        return false;
      }
    }
    return true;
  }
}
