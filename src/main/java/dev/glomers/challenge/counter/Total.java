package dev.glomers.challenge.counter;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigInteger;

/**
 * What one node was told to add.
 *
 * @param version counts the writes of this total, so that of two the newer is known
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Total(long version, BigInteger value) {
  static final Total NONE = new Total(0, BigInteger.ZERO);

  /** The next version, greater by an amount that may be zero. */
  Total plus(BigInteger amount) {
    return new Total(version + 1, value.add(amount));
  }
}
