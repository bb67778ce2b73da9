package dev.glomers.challenge.broadcast;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;

/** An estimate of how long the network's round trip will take at the most. */
final class RoundTrip {
  private static final int WINDOW = 8;

  private final Deque<Duration> samples = new ArrayDeque<>();

  void sample(Duration time) {
    if (samples.size() == WINDOW) {
      samples.remove();
    }
    samples.add(time);
  }

  /** The second longest of late, for one exception tells nothing; empty until there is any. */
  Optional<Duration> estimate() {
    return samples.stream()
        .sorted(Comparator.reverseOrder())
        .limit(2)
        .reduce((longest, second) -> second);
  }
}
