package dev.glomers.simulation.workload.linkv;

import org.jspecify.annotations.Nullable;

/**
 * A configuration: one way in which the operations so far may have happened. Sets of operations are
 * bit sets of their slots.
 *
 * @param done the pending operations that have taken effect
 * @param hideable the pending writes that have not, but could have just before another write, so
 *     that no operation saw them
 * @param used the operations of unknown outcome that have taken effect
 * @param value the register's value
 * @param idle whether no operation has needed the last one's effect yet
 * @param by the operation that left the value; null if there is none
 */
record Linearization(
    long done, long hideable, long used, int value, boolean idle, @Nullable RegisterCall by) {
  static final Linearization INITIAL = new Linearization(0, 0, 0, RegisterCall.ABSENT, false, null);

  /** Whether every continuation of the other is a continuation of this one too. */
  boolean covers(Linearization other) {
    return (used & ~other.used) == 0 && (other.hideable & ~hideable) == 0 && (!idle || other.idle);
  }

  /** The same after the operation in this slot has ended. */
  Linearization without(int slot) {
    return new Linearization(done & ~(1L << slot), hideable & ~(1L << slot), used, value, idle, by);
  }
}
