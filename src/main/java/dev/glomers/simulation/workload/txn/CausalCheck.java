package dev.glomers.simulation.workload.txn;

import dev.glomers.simulation.workload.DependencyGraph;
import dev.glomers.simulation.workload.Findings;
import dev.glomers.simulation.workload.Outcome;
import dev.glomers.simulation.workload.TxnProtocol.Txn;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Finds reads of values older than one that comes causally before the read. */
final class CausalCheck {
  private static final int CAUSAL = DependencyGraph.SESSION | DependencyGraph.WRITE_READ;

  /** The vector clocks of more sessions at a time would fill the memory. */
  private static final int SESSIONS_AT_ONCE = 500;

  private final Transactions txns;
  private final DependencyGraph graph;
  private final Findings findings;

  /** The transactions in causal order. */
  private final int[] order;

  /** For each transaction its number in its session, from 1. */
  private final int[] places;

  CausalCheck(Transactions txns, DependencyGraph graph, Findings findings) {
    this.txns = txns;
    this.graph = graph;
    this.findings = findings;
    this.order = graph.order(CAUSAL);
    this.places = new int[txns.size()];
  }

  /**
   * Gives each transaction a vector clock: how many transactions of each session come causally
   * before it. Then no transaction may read a value older than one that comes causally before it.
   *
   * @return the number of transactions checked; those on cycles have no clock
   */
  int check() {
    int count = IntStream.range(0, txns.size()).map(txns::session).max().orElse(-1) + 1;
    int[] lengths = new int[count];
    for (int number = 0; number < places.length; number++) {
      places[number] = ++lengths[txns.session(number)];
    }
    boolean atOnce = count <= SESSIONS_AT_ONCE;
    for (int first = 0; first < count; first += SESSIONS_AT_ONCE) {
      int end = Math.min(count, first + SESSIONS_AT_ONCE);
      visitPasts(first, end, true, atOnce);
    }
    for (int first = 0; first < count && !atOnce; first += SESSIONS_AT_ONCE) {
      int end = Math.min(count, first + SESSIONS_AT_ONCE);
      visitPasts(first, end, false, true);
    }
    return (int) Arrays.stream(order).filter(txns::isOk).count();
  }

  /**
   * Visits the transactions in causal order, each with the part of its past that consists of some
   * sessions.
   *
   * @param learn whether to record which versions are causally before others
   * @param check whether to check reads by all that was recorded
   */
  private void visitPasts(int first, int end, boolean learn, boolean check) {
    int[][] clocks = new int[txns.size()][];
    for (int number : order) {
      int[] past = clocks[number] == null ? new int[end - first] : clocks[number];
      IntPredicate isPast =
          writer -> {
            int session = txns.session(writer);
            return session >= first && session < end && past[session - first] >= places[writer];
          };
      if (learn) {
        learnPast(number, isPast);
        learnReads(number, isPast);
      }
      if (check && txns.isOk(number)) {
        checkPast(number, isPast);
      }
      if (txns.session(number) >= first && txns.session(number) < end) {
        past[txns.session(number) - first] = places[number];
      }
      graph.forEachAfter(
          number,
          CAUSAL,
          after -> {
            if (clocks[after] == null) {
              clocks[after] = past.clone();
            } else {
              raise(clocks[after], past);
            }
          });
      clocks[number] = null;
    }
  }

  private void learnPast(int number, IntPredicate isPast) {
    Txn txn = txns.txn(number);
    for (int i = 0; i < txn.size(); i++) {
      if (txn.writesLast(i)) {
        Register register = txns.register(txn.key(i));
        for (int other = 1; other <= register.values(); other++) {
          int writer = register.writer(other);
          if (writer != Register.NOBODY
              && !register.isOrdered(other, txn.value(i))
              && isPast.test(writer)) {
            register.precedes(other, txn.value(i));
          }
        }
      }
    }
  }

  /** Values that come causally before a read are not later than the one it finds. */
  private void learnReads(int number, IntPredicate isPast) {
    Txn txn = txns.txn(number);
    for (int i = 0; i < txn.size() && txns.isOk(number); i++) {
      if (!txn.writes(i) && txn.isFirst(i)) {
        Register register = txns.register(txn.key(i));
        int value = txns.value(number, i);
        for (int other = 1; other <= register.values(); other++) {
          int writer = register.writer(other);
          if (writer != Register.NOBODY
              && !register.isOrdered(other, value)
              && isPast.test(writer)
              && txns.operation(writer).outcome() != Outcome.FAIL
              && !register.isIntermediate(other)) {
            txns.overwrites(graph, txn.key(i), other, value);
          }
        }
      }
    }
  }

  private static void raise(int[] clock, int[] past) {
    for (int i = 0; i < clock.length; i++) {
      clock[i] = Math.max(clock[i], past[i]);
    }
  }

  private void checkPast(int reader, IntPredicate isPast) {
    Txn txn = txns.txn(reader);
    for (int i = 0; i < txn.size(); i++) {
      if (!txn.writes(i) && txn.isFirst(i)) {
        Register register = txns.register(txn.key(i));
        int value = txns.value(reader, i);
        for (int other = 1; other <= register.values(); other++) {
          if (isMissed(register, value, other, isPast)) {
            reportMissed(reader, i, isPast);
            break;
          }
        }
      }
    }
  }

  /** Whether a value comes causally before a read that found a value which is certainly older. */
  private boolean isMissed(Register register, int value, int other, IntPredicate isPast) {
    int writer = register.writer(other);
    return writer != Register.NOBODY
        && txns.operation(writer).outcome() != Outcome.FAIL
        && (value == 0
            || (register.writer(value) != Register.NOBODY && register.isBefore(value, other)))
        && isPast.test(writer);
  }

  private void reportMissed(int reader, int i, IntPredicate isPast) {
    int key = txns.txn(reader).key(i);
    int value = txns.value(reader, i);
    String kind = "causal";
    int missed = 0;
    for (int other = 1; other <= txns.register(key).values(); other++) {
      int writer = txns.register(key).writer(other);
      if (isMissed(txns.register(key), value, other, isPast) && !kind.equals("fractured-read")) {
        boolean own = txns.session(reader) == txns.session(writer);
        kind = readsFrom(reader, writer) ? "fractured-read" : own ? "read-your-writes" : kind;
        missed = other;
      }
    }
    int later = missed;
    findings.add(
        kind,
        () ->
            "(%s) read key %d = %s, but it comes after (%s), which wrote the later value %d"
                .formatted(
                    txns.operation(reader),
                    key,
                    Transactions.name(value),
                    txns.operation(txns.register(key).writer(later)),
                    later));
  }

  private boolean readsFrom(int reader, int writer) {
    Txn txn = txns.txn(reader);
    for (int i = 0; i < txn.size(); i++) {
      if (!txn.writes(i) && txns.register(txn.key(i)).writer(txns.value(reader, i)) == writer) {
        return true;
      }
    }
    return false;
  }
}
