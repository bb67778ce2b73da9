package dev.glomers.challenge.broadcast;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many values of each origin's log are meant: a version vector.
 *
 * @see <a href="https://doi.org/10.1109/TSE.1983.236733">Parker et al., Detection of Mutual
 *     Inconsistency in Distributed Systems (1983)</a>
 */
final class Version {
  private final SortedMap<String, Integer> counts;

  Version() {
    this(new TreeMap<>());
  }

  private Version(SortedMap<String, Integer> counts) {
    this.counts = counts;
  }

  @JsonCreator
  static Version of(Map<String, Integer> counts) {
    return new Version(new TreeMap<>(counts));
  }

  @JsonValue
  Map<String, Integer> counts() {
    return counts;
  }

  Version copy() {
    return new Version(new TreeMap<>(counts));
  }

  int of(String origin) {
    return counts.getOrDefault(origin, 0);
  }

  void raise(String origin, int count) {
    counts.merge(origin, count, Math::max);
  }

  void raise(Version other) {
    other.counts.forEach(this::raise);
  }

  boolean covers(Version other) {
    return other.counts.entrySet().stream()
        .allMatch(entry -> entry.getValue() <= of(entry.getKey()));
  }
}
