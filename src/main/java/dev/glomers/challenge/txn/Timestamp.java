package dev.glomers.challenge.txn;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.Comparator;

/** A Lamport timestamp: by counter, and where two are concurrent and equal, by writer. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Timestamp(long counter, Writer writer) implements Comparable<Timestamp> {
  private static final Comparator<Timestamp> ORDER =
      Comparator.comparingLong(Timestamp::counter).thenComparing(Timestamp::writer);

  @Override
  public int compareTo(Timestamp other) {
    return ORDER.compare(this, other);
  }
}
