package dev.glomers.challenge.txn;

import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A transaction that wrote. Its Lamport timestamp is the counter and, where two are equal, the
 * origin.
 *
 * @param origin whose log it is in
 * @param end how long that log is with it
 */
record Commit(long counter, String origin, int end) implements Comparable<Commit> {
  private static final Comparator<Commit> ORDER =
      Comparator.comparingLong(Commit::counter).thenComparing(Commit::origin);

  /** Numbers in the order of commits: the counter, then the origin's characters. */
  List<Long> timestamp() {
    LongStream characters = origin.chars().asLongStream();
    return LongStream.concat(LongStream.of(counter), characters).boxed().toList();
  }

  @Override
  public int compareTo(Commit other) {
    return ORDER.compare(this, other);
  }
}
