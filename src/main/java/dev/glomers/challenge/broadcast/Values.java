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
  private final Map<String, Log> logs = new LinkedHashMap<>();

  /** All values in the order in which they came. */
  private final List<Place> order = new ArrayList<>();

  /** Asked, never iterated over. */
  private final Set<Json> distinct = new HashSet<>();

  /** The array's text without its end: a read copies it, and encodes nothing. */
  private byte[] text = {'['};

  private int length = 1;
  private @Nullable Json array;

  /** How many of this node's own values are to be read. */
  private int shown;

  private static final class Log {
    final List<Json> values = new ArrayList<>();

    /** What one peer lacks the next one often lacks too. */
    private Run last = new Run(0, List.of());

    Run since(int from) {
      if (last.from() != from || last.end() != values.size()) {
        last = new Run(from, List.copyOf(values.subList(from, values.size())));
      }
      return last;
    }
  }

  /**
   * Where a value is.
   *
   * @param origin whose log it is in
   * @param end how long that log is with this value as its last
   */
  record Place(String origin, int end) {}

  /**
   * @param own the origin of the values that this node's clients send
   */
  Values(String own) {
    this.own = own;
    log(own);
  }

  /**
   * Adds a client's value to this node's own log, to be {@linkplain #show shown}; false if it is
   * here already.
   */
  boolean add(Json value) {
    if (!distinct.add(value)) {
      return false;
    }
    append(own, log(own).values, value);
    return true;
  }

  /** Lets this node's own values be read, up to that place in its log. */
  void show(int end) {
    for (; shown < Math.min(end, ownSize()); shown++) {
      write(log(own).values.get(shown));
    }
  }

  /**
   * Adds what is new in a stretch of a log; false if nothing is, or something before it is missing.
   */
  boolean add(String origin, Run run) {
    List<Json> log = log(origin).values;
    int known = log.size() - run.from();
    int count = run.values().size();
    if (known < 0 || known >= count) {
      return false;
    }
    for (int i = known; i < count; i++) {
      Json value = run.values().get(i);
      append(origin, log, value);
      // Two origins may have taken the same value before either heard of the other's.
      if (distinct.add(value)) {
        write(value);
      }
    }
    return true;
  }

  private void append(String origin, List<Json> log, Json value) {
    log.add(value);
    order.add(new Place(origin, log.size()));
  }

  private Log log(String origin) {
    return logs.computeIfAbsent(origin, key -> new Log());
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

  /** What is here. */
  Version version() {
    Version version = new Version();
    logs.forEach((origin, log) -> version.raise(origin, log.values.size()));
    return version;
  }

  /** How many values the logs hold. */
  int size() {
    return order.size();
  }

  /** Where that value is, counted from 0 in the order in which they came here. */
  Place place(int index) {
    return order.get(index);
  }

  /** That value, counted from 0 in the order in which they came here. */
  Json value(int index) {
    Place place = order.get(index);
    return log(place.origin()).values.get(place.end() - 1);
  }

  /** How many of this node's own values are to be read. */
  int shown() {
    return shown;
  }

  /** The origin of the values that this node's clients send. */
  String own() {
    return own;
  }

  int ownSize() {
    return log(own).values.size();
  }

  /** What is here beyond a version. */
  Map<String, Run> since(Version have) {
    Map<String, Run> runs = new LinkedHashMap<>();
    logs.forEach(
        (origin, log) -> {
          int from = have.of(origin);
          if (from < log.values.size()) {
            runs.put(origin, log.since(from));
          }
        });
    return runs;
  }
}
