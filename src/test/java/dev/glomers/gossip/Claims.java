package dev.glomers.gossip;

import dev.glomers.runtime.Invariants;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Notes what is claimed. */
final class Claims implements Invariants {
  private final List<String> broken = new ArrayList<>();
  private final List<String> items = new ArrayList<>();
  private final List<String> reached = new ArrayList<>();
  private long grown;

  /** What does not hold. */
  List<String> broken() {
    return broken;
  }

  /** The items of all sequences. */
  List<String> items() {
    return items;
  }

  /** The situations that are reached. */
  List<String> reached() {
    return reached;
  }

  /** What was last claimed to grow. */
  long grown() {
    return grown;
  }

  @Override
  public void holds(String what, boolean condition) {
    if (!condition) {
      broken.add(what);
    }
  }

  @Override
  public long grows(String what, long value) {
    long before = grown;
    grown = value;
    return before;
  }

  @Override
  public void has(Object sequence, Object item) {
    items.add(sequence + ": " + item);
  }

  @Override
  public void knows(String peer, Object sequence, long count) {}

  @Override
  public void settles(Object name, Object value) {}

  @Override
  public void reaches(String situation, BooleanSupplier now) {
    if (now.getAsBoolean()) {
      reached.add(situation);
    }
  }

  @Override
  public boolean inFull() {
    return true;
  }
}
