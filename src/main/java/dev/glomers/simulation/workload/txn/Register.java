package dev.glomers.simulation.workload.txn;

import dev.glomers.runtime.Inspectable;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.TxnProtocol.Txn;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One key: the writer of each value, and the order of the values as far as it is known. */
final class Register {
  /** The writer of a value that nobody wrote. */
  static final int NOBODY = -1;

  /** The rank of a value whose place is unknown. */
  static final int UNKNOWN = -1;

  private int[] writers = new int[0];
  private boolean[] intermediate = new boolean[0];
  private int[] ranks = new int[0];
  private int[] order = new int[0];

  /** For each value the values whose writers come causally before its own writer. */
  private @Nullable BitSet[] pasts = new BitSet[0];

  private final BitSet remembered = new BitSet();

  /** The registers of all keys that transactions use, by key. */
  static Register[] of(List<Operation> txns, Versions versions) {
    int keys = 0;
    for (Operation txn : txns) {
      for (int key : txn.request(Txn.class).keys()) {
        keys = Math.max(keys, key + 1);
      }
    }
    Register[] registers = new Register[keys];
    Arrays.setAll(registers, key -> new Register());
    for (int number = 0; number < txns.size(); number++) {
      Txn txn = txns.get(number).request(Txn.class);
      for (int i = 0; i < txn.size(); i++) {
        if (txn.writes(i)) {
          registers[txn.key(i)].written(txn.value(i), number, !txn.writesLast(i));
        }
      }
    }
    for (int key = 0; key < keys; key++) {
      registers[key].order(versions.of(key));
    }
    return registers;
  }

  private void written(int value, int writer, boolean overwritten) {
    int length = writers.length;
    if (value >= length) {
      int longer = Math.max(value + 1, Math.max(17, 2 * length));
      writers = Arrays.copyOf(writers, longer);
      Arrays.fill(writers, length, longer, NOBODY);
      intermediate = Arrays.copyOf(intermediate, longer);
    }
    writers[value] = writer;
    intermediate[value] = overwritten;
  }

  private void order(Map<Integer, Inspectable.Version> versions) {
    order =
        versions.entrySet().stream()
            .filter(version -> writer(version.getKey()) != NOBODY)
            .sorted(Map.Entry.comparingByValue())
            .mapToInt(Map.Entry::getKey)
            .toArray();
    ranks = new int[writers.length];
    Arrays.fill(ranks, UNKNOWN);
    pasts = new BitSet[writers.length];
    for (int rank = 0; rank < order.length; rank++) {
      ranks[order[rank]] = rank;
    }
  }

  /** The number of the transaction that wrote a value; {@link #NOBODY} if there is none. */
  int writer(int value) {
    return value > 0 && value < writers.length ? writers[value] : NOBODY;
  }

  /** Whether the transaction that wrote a value later wrote another one. */
  boolean isIntermediate(int value) {
    return intermediate[value];
  }

  /** The values whose order is known, the oldest first. */
  int[] order() {
    return order;
  }

  /** The place of a value in the order; {@link #UNKNOWN} if it has none. */
  int rank(int value) {
    return value >= 0 && value < ranks.length ? ranks[value] : UNKNOWN;
  }

  /** The writer of one value comes causally before the writer of another. */
  void precedes(int value, int other) {
    BitSet past = pasts[other];
    if (past == null) {
      past = new BitSet();
      pasts[other] = past;
    }
    past.set(value);
  }

  /** Whether the order of versions decides which of two values is older. */
  boolean isOrdered(int value, int other) {
    return rank(value) != UNKNOWN && rank(other) != UNKNOWN;
  }

  /** Whether a value is certainly older than another, by the order of versions or by causality. */
  boolean isBefore(int value, int other) {
    if (isOrdered(value, other)) {
      return rank(value) < rank(other);
    }
    BitSet past = pasts[other];
    return past != null && value > 0 && past.get(value);
  }

  /** Records that a value was read at a node that was not killed afterwards. */
  void remember(int value) {
    if (writer(value) != NOBODY) {
      remembered.set(value);
    }
  }

  boolean isRemembered(int value) {
    return remembered.get(value);
  }

  /** The highest value that any transaction tried to write. */
  int values() {
    return writers.length - 1;
  }
}
