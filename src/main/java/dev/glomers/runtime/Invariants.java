package dev.glomers.runtime;

import java.util.function.BooleanSupplier;

/**
 * Takes what a challenge claims of its state between any two events, and ends the run in which a
 * claim does not hold. Only the simulation asks for claims; to a node they cost nothing.
 */
public interface Invariants {
  /** Something that holds at all times. */
  void holds(String what, boolean condition);

  /**
   * A number that does not fall as long as the node lives.
   *
   * @return what it was when this was last claimed; 0 at first
   */
  long grows(String what, long value);

  /**
   * The next item of a sequence. What is in a sequence stays in it, and those of any two living
   * nodes agree as far as both go.
   *
   * @param sequence its name; sequences with equal names are the same
   */
  void has(Object sequence, Object item);

  /**
   * What no node may ever claim otherwise, though all that have known it were killed.
   *
   * @param name of what; equal names are the same
   */
  void settles(Object name, Object value);

  /**
   * A peer is known to have this many items of a sequence, as the peer itself {@linkplain #has
   * claims}. Says nothing of a peer that was ever killed, for it may have been known before.
   */
  void knows(String peer, Object sequence, long count);

  /**
   * A situation in which a sweep ought to see a node at some time.
   *
   * @param now whether the node is in it now; not asked unless somebody wants to know
   */
  default void reaches(String situation, BooleanSupplier now) {}

  /** Whether to claim now what takes long to work out, as is done now and then. */
  boolean inFull();
}
