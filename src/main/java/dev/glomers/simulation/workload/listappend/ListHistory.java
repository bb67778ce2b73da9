package dev.glomers.simulation.workload.listappend;

import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Outcome;
import dev.glomers.simulation.workload.TxnProtocol.Txn;
import dev.glomers.simulation.workload.listappend.ListAppendWorkload.TxnOk;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * All transactions of a run, numbered from 0 in the order of their invocations, and the order of
 * each key's appends, which is the order in the longest list that was read.
 */
final class ListHistory {
  static final int NOBODY = -1;
  private static final int[] EMPTY = {};

  private final List<Operation> operations;

  /** The writer by key and element. */
  private final int[][] writers;

  /** By key: the longest list, without uncommitted elements. */
  private final int[][] orders;

  /** The rank by key and element, from 1; 0 if it is not in the order. */
  private final int[][] ranks;

  ListHistory(History history) {
    operations = history.of(Txn.class).toList();
    int keys = 0;
    for (int number = 0; number < size(); number++) {
      keys = Math.max(keys, Arrays.stream(txn(number).keys()).max().orElse(-1) + 1);
    }
    writers = new int[keys][];
    orders = new int[keys][];
    ranks = new int[keys][];
    Arrays.fill(writers, EMPTY);
    Arrays.fill(orders, EMPTY);
    for (int number = 0; number < size(); number++) {
      addAppends(number);
    }
    for (int number = 0; number < size(); number++) {
      addReads(number);
    }
    for (int key = 0; key < keys; key++) {
      settleOrder(key);
    }
  }

  private void addAppends(int number) {
    Txn txn = txn(number);
    for (int i = 0; i < txn.size(); i++) {
      if (txn.writes(i)) {
        int[] known = writers[txn.key(i)];
        if (known.length <= txn.value(i)) {
          writers[txn.key(i)] = Arrays.copyOf(known, txn.value(i) + 8);
          Arrays.fill(writers[txn.key(i)], known.length, txn.value(i) + 8, NOBODY);
        }
        writers[txn.key(i)][txn.value(i)] = number;
      }
    }
  }

  private void addReads(int number) {
    Txn txn = txn(number);
    for (int i = 0; i < txn.size() && isOk(number); i++) {
      if (list(number, i).length > orders[txn.key(i)].length) {
        orders[txn.key(i)] = list(number, i);
      }
    }
  }

  private void settleOrder(int key) {
    ranks[key] = new int[writers[key].length];
    IntPredicate isCommitted =
        element ->
            writer(key, element) != NOBODY
                && operation(writer(key, element)).outcome() != Outcome.FAIL;
    orders[key] = Arrays.stream(orders[key]).distinct().filter(isCommitted).toArray();
    for (int i = 0; i < orders[key].length; i++) {
      ranks[key][orders[key][i]] = i + 1;
    }
  }

  int size() {
    return operations.size();
  }

  /** Keys are numbered from 0. */
  int keys() {
    return orders.length;
  }

  Operation operation(int number) {
    return operations.get(number);
  }

  Txn txn(int number) {
    return operations.get(number).request(Txn.class);
  }

  boolean isOk(int number) {
    return operations.get(number).isOk();
  }

  /** The list that an operation of a successful transaction read; empty if there was none. */
  int[] list(int number, int i) {
    return operations.get(number).result(TxnOk.class).list(i);
  }

  /** The transaction that appended an element to a key; {@link #NOBODY} if none did. */
  int writer(int key, int element) {
    return element > 0 && element < writers[key].length ? writers[key][element] : NOBODY;
  }

  /** The order of a key's elements, as far as it is known. */
  int[] order(int key) {
    return orders[key];
  }

  /** The place of an element in the order of its key, from 1; 0 if it is unknown. */
  int rank(int key, int element) {
    return element > 0 && element < ranks[key].length ? ranks[key][element] : 0;
  }

  /** Whether the transaction that appended an element later appended another to the key. */
  boolean isIntermediate(int key, int element) {
    int writer = writer(key, element);
    if (writer == NOBODY) {
      return false;
    }
    Txn txn = txn(writer);
    for (int i = 0; i < txn.size(); i++) {
      if (txn.key(i) == key && txn.value(i) == element) {
        return !txn.writesLast(i);
      }
    }
    return false;
  }
}
