package dev.glomers.simulation.workload.linkv;

import org.jspecify.annotations.Nullable;

/**
 * One way in which the operations so far may have happened. Sets of operations are bits by their
 * slots.
 *
 * @param done the operations under way that have happened
 * @param hideable the writes under way that have not, but may have: just before another write, so
 *     that nobody saw them
 * @param used the operations of unknown outcome that have happened
 * @param value the register's value
 * @param idle whether the last one that happened was of use to nobody yet
 * @param by what left the value; null if nothing did
 */
record Linearization(
    long done, long hideable, long used, int value, boolean idle, @Nullable RegisterCall by) {
  static final Linearization INITIAL = new Linearization(0, 0, 0, RegisterCall.ABSENT, false, null);

  /** Whether all that can follow another can follow this one too. */
  boolean covers(Linearization other) {
    return (used & ~other.used) == 0 && (other.hideable & ~hideable) == 0 && (!idle || other.idle);
  }

  /** The same once the operation in this slot is over. */
  Linearization without(int slot) {
    return new Linearization(done & ~(1L << slot), hideable & ~(1L << slot), used, value, idle, by);
  }
}
