package dev.glomers.challenge.txn;

import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A transaction that wrote. Its Lamport timestamp is the counter and, where two are equal, the
 * origin.
 *
 * @param origin the log that it is in
 * @param end the log's length with it
 */
record Commit(long counter, String origin, int end) implements Comparable<Commit> {
  private static final Comparator<Commit> ORDER =
      Comparator.comparingLong(Commit::counter).thenComparing(Commit::origin);

  /** The timestamp as numbers that compare alike: the counter, then the origin's characters. */
  List<Long> timestamp() {
    LongStream characters = origin.chars().asLongStream();
    return LongStream.concat(LongStream.of(counter), characters).boxed().toList();
  }

  @Override
  public int compareTo(Commit other) {
    return ORDER.compare(this, other);
  }
}
