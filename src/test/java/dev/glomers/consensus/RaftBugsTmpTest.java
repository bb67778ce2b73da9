package dev.glomers.consensus;

import java.util.*;
import org.junit.jupiter.api.Test;

class RaftBugsTmpTest {
  @Test
  void all() {
    for (var bug : RaftBugs.planted()) {
      long t = System.nanoTime();
      var found = bug.found();
      Map<String, Integer> kinds = new TreeMap<>();
      found.forEach(f -> f.forEach(k -> kinds.merge(k, 1, Integer::sum)));
      System.out.println(
          "BUG "
              + bug.name()
              + ": "
              + found.stream().filter(bug::isCaught).count()
              + " "
              + kinds
              + " "
              + (System.nanoTime() - t) / 1000000
              + "ms");
    }
  }
}
