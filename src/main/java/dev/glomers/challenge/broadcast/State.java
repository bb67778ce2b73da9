package dev.glomers.challenge.broadcast;

import java.util.Map;

/**
 * What a node is and has, told to one who may know nothing of it.
 *
 * @param origin the name of its own log: another one after each restart
 * @param hub the node that it takes for the hub
 * @param have how many values it has of each origin's log
 */
record State(String origin, String hub, Map<String, Integer> have) {
  /** How many values it has. */
  int size() {
    return have.values().stream().mapToInt(Integer::intValue).sum();
  }
}
