package dev.glomers.challenge.broadcast;

import dev.glomers.protocol.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a node has: a log for each origin, to pass on, and the array of distinct values, to
 * read.
 */
final class Values {
  private final String own;
  private final Map<String, List<Json>> logs = new LinkedHashMap<>();
  private final Version version = new Version();

  /** Asked, never iterated over. */
  private final Set<Json> distinct = new HashSet<>();

  /** The array's text without its end: a read copies it, and encodes nothing. */
  private byte[] text = {'['};

  private int length = 1;
  private @Nullable Json array;
  private int size;

  /** How many of this node's own values are to be read. */
  private int shown;

  /**
   * @param own the origin of the values that this node's clients send
   */
  Values(String own) {
    this.own = own;
    version.raise(own, 0);
  }

  /**
   * Adds a client's value to this node's own log, to be {@linkplain #show shown}; false if it is
   * here already.
   */
  boolean add(Json value) {
    if (!distinct.add(value)) {
      return false;
    }
    List<Json> log = log(own);
    log.add(value);
    size++;
    version.raise(own, log.size());
    return true;
  }

  /** Lets this node's own values be read, up to that place in its log. */
  void show(int end) {
    for (; shown < Math.min(end, ownSize()); shown++) {
      write(log(own).get(shown));
    }
  }

  /**
   * Adds what is new in a stretch of a log; false if nothing is, or something before it is missing.
   */
  boolean add(Run run) {
    List<Json> log = log(run.origin());
    int known = log.size() - run.from();
    int count = run.values().size();
    if (known < 0 || known >= count) {
      return false;
    }
    for (int i = known; i < count; i++) {
      Json value = run.values().get(i);
      log.add(value);
      // Two origins may have taken the same value before either heard of the other's.
      if (distinct.add(value)) {
        write(value);
      }
    }
    size += count - known;
    version.raise(run.origin(), log.size());
    return true;
  }

  private List<Json> log(String origin) {
    return logs.computeIfAbsent(origin, key -> new ArrayList<>());
  }

  private void write(Json value) {
    int needed = length + value.length() + 1;
    if (needed > text.length) {
      text = Arrays.copyOf(text, Math.max(needed, text.length * 2));
    }
    if (length > 1) {
      text[length++] = ',';
    }
    value.copyTo(text, length);
    length += value.length();
    array = null;
  }

  /** Every value once, in the order in which they came. */
  Json array() {
    if (array == null) {
      byte[] copy = Arrays.copyOf(text, length + 1);
      copy[length] = ']';
      array = Json.ofTrustedText(copy);
    }
    return array;
  }

  /** What is here; to be read only, and copied to be kept. */
  Version version() {
    return version;
  }

  /** How many values the logs hold. */
  int size() {
    return size;
  }

  int ownSize() {
    return version.of(own);
  }

  /** What is here beyond a version. */
  List<Run> since(Version have) {
    List<Run> runs = new ArrayList<>();
    logs.forEach(
        (origin, log) -> {
          int from = have.of(origin);
          if (from < log.size()) {
            runs.add(new Run(origin, from, List.copyOf(log.subList(from, log.size()))));
          }
        });
    return runs;
  }
}
