package dev.glomers.runtime;

import dev.glomers.protocol.Json;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A challenge that keeps one version of each key and shows it to a checker. No node calls this; the
 * simulation uses it to know the order of versions instead of guessing it.
 */
public interface Inspectable {
  /** The keys that have a version here, in any order. */
  Set<Json> keys();

  /** The version of a key that a read here would see now; null if there is none. */
  @Nullable Version version(Json key);

  /**
   * A committed value. All versions that one transaction wrote carry its timestamp.
   *
   * @param timestamp orders the versions, compared number by number; unique to its transaction
   */
  record Version(Json value, List<Long> timestamp) implements Comparable<Version> {
    public Version {
      timestamp = List.copyOf(timestamp);
    }

    /** Orders the versions of a key from the earliest to the latest. */
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
