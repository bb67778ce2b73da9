package dev.glomers.simulation.workload;

import java.time.Duration;
import java.util.Set;

/**
 * At which nodes and times a bug shows. A {@linkplain Runs run} lasts from 3 s to 13 s; by 22 s the
 * faults have ended and nothing but the final operations is to come.
 */
@FunctionalInterface
public interface When {
  When ALWAYS = (node, now) -> true;

  /** After the faults have ended, and before the final operations. */
  When AT_THE_END = from(22);

  boolean holds(String node, Duration now);

  static When at(String... nodes) {
    Set<String> all = Set.of(nodes);
    return (node, now) -> all.contains(node);
  }

  static When from(int seconds) {
    return (node, now) -> now.toSeconds() >= seconds;
  }

  default When and(When other) {
    return (node, now) -> holds(node, now) && other.holds(node, now);
  }
}
