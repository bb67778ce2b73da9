package dev.glomers.simulation.workload.linkv;

import dev.glomers.simulation.workload.Operation;

/**
 * What an operation found in a register and left there. Values are numbered; the one before the
 * first write is {@link #ABSENT}.
 *
 * @param needs the value that it found; {@link #ANY} if that is unknown
 * @param other whether it found neither that value nor {@link #ABSENT} but another
 * @param leaves the value that it left behind; {@link #ANY} if it left the one that it found
 */
record RegisterCall(Operation operation, int needs, boolean other, int leaves) {
  static final int ANY = -1;
  static final int ABSENT = 0;

  static RegisterCall read(Operation operation, int value) {
    return new RegisterCall(operation, value, false, ANY);
  }

  static RegisterCall write(Operation operation, int value) {
    return new RegisterCall(operation, ANY, false, value);
  }

  static RegisterCall cas(Operation operation, int from, int to) {
    return new RegisterCall(operation, from, false, to);
  }

  /** A compare-and-set that was refused because it did not find its value. */
  static RegisterCall mismatch(Operation operation, int from) {
    return new RegisterCall(operation, from, true, ANY);
  }

  /** Whether it may take effect when the register has this value. */
  boolean fits(int value) {
    return needs == ANY || (other ? value != needs && value != ABSENT : value == needs);
  }

  /** Whether it leaves a register with this value unchanged. */
  boolean keeps(int value) {
    return leaves == ANY || leaves == value;
  }

  boolean isWrite() {
    return needs == ANY;
  }

  /** Whether it is unknown if and when it happened. */
  boolean isOpen() {
    return !operation.isOk() && !operation.isRefused();
  }
}
