package dev.glomers.challenge.txn;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.Comparator;

/**
 * A node in one incarnation.
 *
 * @param node its index in the cluster
 * @param incarnation drawn at random when the node starts
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
record Writer(int node, long incarnation) implements Comparable<Writer> {
  private static final Comparator<Writer> ORDER =
      Comparator.comparingInt(Writer::node).thenComparingLong(Writer::incarnation);

  @Override
  public int compareTo(Writer other) {
    return ORDER.compare(this, other);
  }
}
