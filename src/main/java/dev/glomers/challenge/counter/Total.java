package dev.glomers.challenge.counter;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigInteger;

/** What was added under a name; of two versions the greater is the newer. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Total(String name, long version, BigInteger value) {
  static Total none(String name) {
    return new Total(name, 0, BigInteger.ZERO);
  }

  /** The next version, greater by an amount that may be zero. */
  Total plus(BigInteger amount) {
    return new Total(name, version + 1, value.add(amount));
  }
}
