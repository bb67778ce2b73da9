package dev.glomers.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/** Notes what is claimed. */
public final class TestInvariants implements Invariants {
  private final List<String> held = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private final List<String> items = new ArrayList<>();
  private final List<String> reached = new ArrayList<>();
  private final Set<String> peers = new TreeSet<>();
  private final Map<String, Long> grown = new HashMap<>();

  /** What holds. */
  public List<String> held() {
    return held;
  }

  /** What does not hold. */
  public List<String> broken() {
    return broken;
  }

  /** The items of all sequences. */
  public List<String> items() {
    return items;
  }

  /** The situations that are reached. */
  public List<String> reached() {
    return reached;
  }

  /** The peers of which something is claimed. */
  public Set<String> peers() {
    return peers;
  }

  /** What was last claimed of what grows. */
  public Map<String, Long> grown() {
    return grown;
  }

  @Override
  public void holds(String what, boolean condition) {
    (condition ? held : broken).add(what);
  }

  @Override
  public long grows(String what, long value) {
    Long before = grown.put(what, value);
    return before == null ? 0 : before;
  }

  @Override
  public void has(Object sequence, Object item) {
    items.add(sequence + ": " + item);
  }

  @Override
  public void knows(String peer, Object sequence, long count) {
    peers.add(peer);
  }

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
