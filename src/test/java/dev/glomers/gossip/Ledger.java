package dev.glomers.gossip;

import dev.glomers.runtime.Invariants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** The true state of a cluster, whatever its nodes believe, and the nodes' errors. */
final class Ledger implements Invariants {
  /** Lives are so far apart that one which takes a number above another's takes no third one's. */
  private static final long APART = 1_000_000;

  private final boolean rising;
  private final SplittableRandom random;
  private final Set<Long> lives = new HashSet<>();
  private final Map<String, Long> born = new HashMap<>();
  private final List<String> wrongs = new ArrayList<>();

  /** How much of each log each node has had in any of its lives. */
  private final Map<String, Map<String, Integer>> had = new HashMap<>();

  private String claimant = "";
  private long highest;

  /**
   * @param rising whether of two lives of a node the later has the greater number
   */
  Ledger(boolean rising, long seed) {
    this.rising = rising;
    random = new SplittableRandom(seed);
  }

  boolean isRising() {
    return rising;
  }

  /** The number of a node's new life. */
  long born(String node) {
    if (rising) {
      return born.merge(node, 0L, (before, first) -> before + 1);
    }
    long life;
    do {
      life = random.nextLong(1, 1 << 20) * APART;
    } while (!lives.add(life));
    return life;
  }

  void had(String node, String log, int length) {
    had.computeIfAbsent(node, any -> new HashMap<>()).merge(log, length, Math::max);
  }

  int had(String node, String log) {
    return had.getOrDefault(node, Map.of()).getOrDefault(log, 0);
  }

  /** Notes that such an item was added. */
  void added(long item) {
    highest = Math.max(highest, item);
  }

  /** The greatest item that was ever added. */
  long highest() {
    return highest;
  }

  /** Notes who claims from now on. */
  Ledger of(String node) {
    claimant = node;
    return this;
  }

  @SuppressWarnings("AnnotateFormatMethod")
  void wrong(String what, Object... arguments) {
    wrongs.add(what.formatted(arguments));
  }

  List<String> wrongs() {
    return wrongs;
  }

  @Override
  public void holds(String what, boolean condition) {
    if (!condition) {
      wrong("at %s it is false that %s", claimant, what);
    }
  }

  @Override
  public long grows(String what, long value) {
    return 0;
  }

  @Override
  public void has(Object sequence, Object item) {}

  @Override
  public void knows(String peer, Object sequence, long count) {
    int has = had(peer, sequence.toString());
    if (has < count) {
      wrong("%s assumes that %s has %d of %s, but it has %d", claimant, peer, count, sequence, has);
    }
  }

  @Override
  public void settles(Object name, Object value) {}

  @Override
  public boolean inFull() {
    return true;
  }
}
