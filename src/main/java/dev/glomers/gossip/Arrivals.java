package dev.glomers.gossip;

import java.util.ArrayList;
import java.util.List;

/**
 * What came to a node, in the order in which it came. Peers acknowledge in this order. Peers are
 * told only of the arrivals that are <i>durable</i>.
 */
final class Arrivals {
  final List<Mark> order = new ArrayList<>();
  final VersionVector present = new VersionVector();
  final VersionVector durable;
  private int durableCount;

  /** An arrival: the item with which a log was that long, or that so much of it is stable. */
  record Mark(String name, int end) {}

  /**
   * @param journaled whether arrivals become durable later, not at once
   */
  Arrivals(boolean journaled) {
    durable = journaled ? new VersionVector() : present;
  }

  boolean isJournaled() {
    return durable != present;
  }

  void add(String name, int end) {
    present.raise(name, end);
    order.add(new Mark(name, end));
    if (!isJournaled()) {
      durableCount++;
    }
  }

  /** Records that the first so many are durable; returns whether that is news. */
  boolean durable(int count) {
    boolean news = durableCount < count;
    for (; durableCount < count; durableCount++) {
      Mark mark = order.get(durableCount);
      durable.raise(mark.name(), mark.end());
    }
    return news;
  }

  /** How many are durable. */
  int durableCount() {
    return durableCount;
  }
}
