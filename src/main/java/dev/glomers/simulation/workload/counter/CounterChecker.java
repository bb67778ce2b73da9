package dev.glomers.simulation.workload.counter;

import dev.glomers.simulation.workload.Aftermath;
import dev.glomers.simulation.workload.Checker;
import dev.glomers.simulation.workload.Findings;
import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Verdict;
import dev.glomers.simulation.workload.counter.CounterWorkload.Add;
import dev.glomers.simulation.workload.counter.CounterWorkload.Read;
import dev.glomers.simulation.workload.counter.CounterWorkload.ReadOk;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks a counter. A final read must be the sum of all acknowledged adds and of any adds of
 * unknown outcome. Maelstrom checks only that, and counts a refused add as unknown. Here a refused
 * add must not be in the sum, all final reads must agree, every read must lie between the least and
 * the greatest sum of the adds begun so far, and one client's reads of a grow-only counter must not
 * go back.
 */
final class CounterChecker implements Checker {
  private final boolean growOnly;
  private final Findings findings = new Findings(Set.of("lost-add", "wrong-sum"));

  CounterChecker(boolean growOnly) {
    this.growOnly = growOnly;
  }

  @Override
  public Verdict check(History history, Aftermath aftermath) {
    List<Operation> adds = history.of(Add.class).filter(add -> !add.isRefused()).toList();
    List<Operation> reads =
        history
            .of(Read.class)
            .filter(Operation::isOk)
            .sorted(Comparator.comparingInt(Operation::completion))
            .toList();
    Possible possible = Possible.after(adds, aftermath);
    List<Operation> finals = reads.stream().filter(Operation::isFinal).toList();
    checkSum(finals, possible);
    checkAgreement(finals);
    checkBounds(adds, reads);
    if (growOnly) {
      checkOrder(reads);
    }
    return findings.verdict(figures(adds, reads, possible));
  }

  private void checkSum(List<Operation> finals, Possible possible) {
    for (Operation read : finals) {
      if (!possible.contains(value(read))) {
        findings.add(
            value(read) < possible.lowest() ? "lost-add" : "wrong-sum",
            () -> "%s, but the final sum is %s".formatted(read, possible));
      }
    }
  }

  /** After the last add, all nodes must agree on the sum, whichever it is. */
  private void checkAgreement(List<Operation> finals) {
    for (Operation read : finals) {
      Operation first = finals.get(0);
      if (value(read) != value(first)) {
        findings.add("diverged", () -> read + ", but another final read was " + first);
      }
    }
  }

  private void checkBounds(List<Operation> adds, List<Operation> reads) {
    long lowest = 0;
    long highest = 0;
    int begun = 0;
    for (Operation read : reads) {
      for (; begun < adds.size() && adds.get(begun).invocation() < read.completion(); begun++) {
        lowest += Math.min(0, delta(adds.get(begun)));
        highest += Math.max(0, delta(adds.get(begun)));
      }
      if (value(read) < lowest || value(read) > highest) {
        String bounds = "no less than %d and no more than %d".formatted(lowest, highest);
        findings.add(
            "never-added",
            () -> "%s, but the adds begun until then sum to %s".formatted(read, bounds));
      }
    }
  }

  private void checkOrder(List<Operation> reads) {
    Map<Integer, Operation> last = new HashMap<>();
    for (Operation read : reads) {
      Operation before = last.put(read.process(), read);
      if (before != null && value(read) < value(before)) {
        findings.add(
            "went-back",
            () -> "%s, but it had read %d before: %s".formatted(read, value(before), before));
      }
    }
  }

  /**
   * The worst lag of the reads of a grow-only counter, in nanoseconds: from the first
   * acknowledgement that brought the acknowledged sum above the value read, to the begin of that
   * read. A lower bound, since a read may include adds that are not acknowledged yet.
   */
  private static long worstLagNanos(List<Operation> adds, List<Operation> reads) {
    List<Operation> acknowledged =
        adds.stream()
            .filter(Operation::isOk)
            .sorted(Comparator.comparingInt(Operation::completion))
            .toList();
    NavigableMap<Long, Long> timesNanos = new TreeMap<>();
    long sum = 0;
    for (Operation add : acknowledged) {
      sum += delta(add);
      timesNanos.putIfAbsent(sum, add.completedAtNanos());
    }
    long worstNanos = 0;
    for (Operation read : reads) {
      Map.Entry<Long, Long> missing = timesNanos.higherEntry(value(read));
      if (missing != null) {
        worstNanos = Math.max(worstNanos, read.invokedAtNanos() - missing.getValue());
      }
    }
    return worstNanos;
  }

  private Map<String, Number> figures(
      List<Operation> adds, List<Operation> reads, Possible possible) {
    Map<String, Number> figures = new LinkedHashMap<>();
    if (growOnly) {
      figures.put("worst-lag-ms", worstLagNanos(adds, reads) / 1_000_000);
    }
    figures.put("sum", possible.acknowledged);
    figures.put("adds", adds.size());
    figures.put("uncertain-adds", possible.uncertain);
    figures.put("final-reads", reads.stream().filter(Operation::isFinal).count());
    return figures;
  }

  private static long delta(Operation add) {
    return add.request(Add.class).delta();
  }

  private static long value(Operation read) {
    return read.result(ReadOk.class).value();
  }

  /**
   * The possible sums of adds.
   *
   * @param acknowledged the sum of the adds that happened
   * @param least the least possible sum of the uncertain adds
   * @param reachable has bit <i>i</i> set if some of the uncertain adds sum to {@code least + i}
   * @param uncertain the number of uncertain adds
   */
  private record Possible(long acknowledged, long least, BigInteger reachable, int uncertain) {
    /** An add that the core of the nodes need not know is uncertain, even if acknowledged. */
    static Possible after(List<Operation> adds, Aftermath aftermath) {
      long acknowledged = 0;
      long least = 0;
      int uncertain = 0;
      BigInteger reachable = BigInteger.ONE;
      for (Operation add : adds) {
        if (add.isOk() && (aftermath.atCore(add) || !aftermath.converged())) {
          acknowledged += delta(add);
        } else {
          // Leaving out a negative add raises the sum, as taking in a positive one does.
          reachable = reachable.or(reachable.shiftLeft((int) Math.abs(delta(add))));
          least += Math.min(0, delta(add));
          uncertain++;
        }
      }
      return new Possible(acknowledged, least, reachable, uncertain);
    }

    long lowest() {
      return acknowledged + least;
    }

    boolean contains(long sum) {
      long bit = sum - lowest();
      return bit >= 0 && bit < reachable.bitLength() && reachable.testBit((int) bit);
    }

    @Override
    public String toString() {
      return uncertain == 0
          ? String.valueOf(acknowledged)
          : "%d by the acknowledged adds, or %d to %d with the %d adds of unknown outcome"
              .formatted(acknowledged, lowest(), lowest() + reachable.bitLength() - 1, uncertain);
    }
  }
}
