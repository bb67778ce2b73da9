package dev.glomers.gossip;

import java.util.ArrayList;
import java.util.List;

/**
 * What came to a node, in the order in which it came, by which others acknowledge; and how much of
 * that is <i>durable</i>, so that they may be told of it.
 */
final class Arrivals {
  private final List<Mark> order = new ArrayList<>();
  private final VersionVector present = new VersionVector();
  private final VersionVector durable;
  private int durableCount;

  /** The item with which an origin's log was that long, or how much of the log is stable. */
  record Mark(String name, int end) {}

  /**
   * @param journaled whether what came becomes durable later, not at once
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

  /** Notes that so much is durable; whether that is news. */
  boolean durable(int count) {
    boolean news = durableCount < count;
    for (; durableCount < count; durableCount++) {
      Mark mark = order.get(durableCount);
      durable.raise(mark.name(), mark.end());
    }
    return news;
  }

  List<Mark> order() {
    return order;
  }

  VersionVector present() {
    return present;
  }

  VersionVector durable() {
    return durable;
  }

  /** How much is durable. */
  int durableCount() {
    return durableCount;
  }
}
