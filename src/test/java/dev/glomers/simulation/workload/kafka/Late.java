package dev.glomers.simulation.workload.kafka;

import dev.glomers.simulation.Collaborators;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows messages, or some of them, a while after they were sent. */
class Late extends Leader {
  private final Duration delay;
  private final Map<String, Map<Long, Duration>> shown = new HashMap<>();

  Late(Collaborators given, Duration delay) {
    super(given);
    this.delay = delay;
  }

  boolean waits(int message) {
    return true;
  }

  @Override
  long append(String key, int message) {
    long offset = super.append(key, message);
    if (waits(message)) {
      shown
          .computeIfAbsent(key, k -> new HashMap<>())
          .put(offset, given.scheduler().now().plus(delay));
    }
    return offset;
  }

  @Override
  List<Entry> read(String key, long from) {
    Duration now = given.scheduler().now();
    Map<Long, Duration> times = shown.getOrDefault(key, Map.of());
    return super.read(key, from).stream()
        .filter(entry -> times.getOrDefault(entry.offset(), Duration.ZERO).compareTo(now) <= 0)
        .toList();
  }
}
