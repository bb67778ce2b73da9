package dev.glomers.runtime;

import java.util.function.BooleanSupplier;

/**
 * Checks a challenge's claims about its state between any two events, and ends the run if a claim
 * fails. Only the simulation asks for claims; they cost a real node nothing.
 */
public interface Invariants {
  /** Claims a condition that holds at all times. */
  void holds(String what, boolean condition);

  /**
   * Claims that a number never falls while the node lives.
   *
   * @return the number at the previous claim; 0 at first
   */
  long grows(String what, long value);

  /**
   * Claims the next item of a sequence. Items stay in a sequence, and the sequences of any two
   * living nodes agree up to the end of the shorter one.
   *
   * @param sequence its name; sequences with equal names are the same
   */
  void has(Object sequence, Object item);

  /**
   * Claims a value that no node may ever contradict, even if every node that knew it was killed.
   *
   * @param name the value's name; equal names are the same value
   */
  void settles(Object name, Object value);

  /**
   * Claims that a peer {@linkplain #has has} at least this many items of a sequence. Not checked if
   * the peer was ever killed: the number may date from before.
   */
  void knows(String peer, Object sequence, long count);

  /**
   * Names a situation that some node ought to reach at some time in a sweep.
   *
   * @param now whether the node is in it now; evaluated only if the run records situations
   */
  default void reaches(String situation, BooleanSupplier now) {}

  /** Whether to make expensive claims now; true only now and then. */
  boolean inFull();
}
