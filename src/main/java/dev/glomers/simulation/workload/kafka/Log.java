package dev.glomers.simulation.workload.kafka;

import dev.glomers.simulation.workload.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * One key's log, assembled from the replies to clients. Messages are small numbers from 1. Once the
 * log is {@linkplain #close closed}, its known offsets have ranks from 0: offsets of adjacent ranks
 * follow each other, whatever the gap between them.
 */
final class Log {
  /** Stands for a message that no poll has shown: later than all polls. */
  static final int NEVER = Integer.MAX_VALUE;

  private static final long NOWHERE = -1;

  private @Nullable Operation[] sends = new Operation[0];
  private long[] places = {};
  private int[] firstPolls = {};
  private boolean[] shown = {};
  private final Set<Place> otherPlaces = new LinkedHashSet<>();
  private final List<Place> conflicts = new ArrayList<>();
  private long[] offsets = {};
  private int[] messages = {};

  /** A message at an offset. */
  record Place(int message, long offset) {}

  /** A client begins to send a message. */
  void sending(int message, Operation send) {
    int length = sends.length;
    if (message >= length) {
      int longer = Math.max(message + 1, Math.max(17, 2 * length));
      sends = Arrays.copyOf(sends, longer);
      places = Arrays.copyOf(places, longer);
      Arrays.fill(places, length, longer, NOWHERE);
      firstPolls = Arrays.copyOf(firstPolls, longer);
      Arrays.fill(firstPolls, length, longer, NEVER);
      shown = Arrays.copyOf(shown, longer);
    }
    sends[message] = send;
  }

  /** The send of a message; null if no client ever sent it. */
  @Nullable Operation send(int message) {
    return message > 0 && message < sends.length ? sends[message] : null;
  }

  /** A client was told the offset of a message, which was sent. */
  void placed(int message, long offset) {
    if (places[message] == NOWHERE) {
      places[message] = offset;
    } else if (places[message] != offset) {
      otherPlaces.add(new Place(message, offset));
    }
  }

  /** A poll showed a message that was sent. Called in the order of the polls' numbers. */
  void polled(int message, int poll) {
    firstPolls[message] = Math.min(firstPolls[message], poll);
  }

  /** The number of the first poll that showed a message. */
  int firstPoll(int message) {
    return firstPolls[message];
  }

  /** A poll that succeeded, including its commit, showed a message that was sent. */
  void shown(int message) {
    shown[message] = true;
  }

  /** Whether a poll that succeeded, including its commit, showed a message. */
  boolean isShown(int message) {
    return shown[message];
  }

  /** Ranks the offsets. Nothing may be added after this. */
  void close() {
    offsets =
        LongStream.concat(
                Arrays.stream(places).filter(offset -> offset != NOWHERE),
                otherPlaces.stream().mapToLong(Place::offset))
            .sorted()
            .distinct()
            .toArray();
    messages = new int[offsets.length];
    for (int message = 1; message < places.length; message++) {
      if (places[message] != NOWHERE) {
        settle(message, places[message]);
      }
    }
    otherPlaces.forEach(place -> settle(place.message, place.offset));
  }

  private void settle(int message, long offset) {
    int rank = rank(offset);
    if (messages[rank] == 0) {
      messages[rank] = message;
    } else {
      conflicts.add(new Place(message, offset));
    }
  }

  /** The highest number that a message can have. */
  int messages() {
    return sends.length - 1;
  }

  /** The number of known offsets. */
  int size() {
    return offsets.length;
  }

  long offset(int rank) {
    return offsets[rank];
  }

  /** The message at an offset; one of them if replies disagree. */
  int message(int rank) {
    return messages[rank];
  }

  /** The rank of the first known offset at or above the given one. */
  int rank(long offset) {
    int found = Arrays.binarySearch(offsets, offset);
    return found >= 0 ? found : -found - 1;
  }

  /** The first offset that a client was told for a message; -1 if unknown. */
  long offsetOf(int message) {
    return places[message];
  }

  /** The rank of {@link #offsetOf}; -1 if unknown. */
  int rankOf(int message) {
    return places[message] == NOWHERE ? -1 : rank(places[message]);
  }

  /** The last known offset; -1 if there is none. */
  long last() {
    return offsets.length == 0 ? NOWHERE : offsets[offsets.length - 1];
  }

  /** Messages at an offset that already has another message. */
  List<Place> conflicts() {
    return conflicts;
  }

  /** Further places of messages that have one already. */
  Set<Place> duplicates() {
    return otherPlaces;
  }
}
