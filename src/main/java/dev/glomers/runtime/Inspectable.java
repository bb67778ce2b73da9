package dev.glomers.runtime;

import dev.glomers.protocol.Json;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A challenge that keeps one version of each key and lets a checker see which. Nothing in a node
 * calls it: it is how the simulation knows the order of versions instead of guessing it.
 */
public interface Inspectable {
  /** The keys that have a version here, in any order. */
  Set<Json> keys();

  /** The version of a key that a read here would see now; null if there is none. */
  @Nullable Version version(Json key);

  /**
   * A committed value. All versions that one transaction wrote bear its timestamp.
   *
   * @param timestamp what versions are ordered by, compared number by number; no two transactions
   *     share one
   */
  record Version(Json value, List<Long> timestamp) implements Comparable<Version> {
    public Version {
      timestamp = List.copyOf(timestamp);
    }

    /** The later version of a key is the greater. */
    @Override
    public int compareTo(Version other) {
      for (int i = 0; i < Math.min(timestamp.size(), other.timestamp.size()); i++) {
        int byNumber = Long.compare(timestamp.get(i), other.timestamp.get(i));
        if (byNumber != 0) {
          return byNumber;
        }
      }
      return Integer.compare(timestamp.size(), other.timestamp.size());
    }
  }
}
