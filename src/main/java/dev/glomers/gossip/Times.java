package dev.glomers.gossip;

import java.time.Duration;

final class Times {
  private Times() {}

  static Duration earlier(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  static Duration later(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
