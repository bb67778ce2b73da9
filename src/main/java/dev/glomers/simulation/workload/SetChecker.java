package dev.glomers.simulation.workload;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Jepsen's set-full analysis, and checks beyond it.
 *
 * <p>An element is <i>known</i> once its add is acknowledged or it is first read. Take the read
 * that began last of those that could have seen it: the element is <i>stable</i> if that read saw
 * it, and <i>lost</i> if that read began after the element was known and did not see it. A stable
 * element's latency runs from when it was known to the begin of the last read that did not see it.
 *
 * <p>The final reads begin in the order of the threads, and Jepsen judges by the last. Here every
 * final read must have each element that was known before or that another final read has: if not,
 * the element is {@code missing}. No read may have an element that nobody added ({@code phantom}),
 * that a node refused ({@code refused}), or that it has already ({@code duplicate}).
 *
 * @see <a
 *     href="https://github.com/jepsen-io/jepsen/blob/main/jepsen/src/jepsen/checker.clj">Jepsen's
 *     checker</a>
 */
final class SetChecker implements Checker {
  private static final long NANOS_PER_MS = 1_000_000;

  private final Class<? extends Record> reading;
  private final ToIntFunction<Record> element;
  private final Findings findings = new Findings(Set.of("lost"));

  /**
   * @param reading the operation that is a read; every other is an add
   * @param element the element of an add: elements ascend by one, or by more where adds are left
   *     out
   */
  SetChecker(Class<? extends Record> reading, ToIntFunction<Record> element) {
    this.reading = reading;
    this.element = element;
  }

  @Override
  public Verdict check(History history, Aftermath aftermath) {
    List<Operation> adds =
        history.operations().stream().filter(operation -> !operation.is(reading)).toList();
    List<Operation> reads =
        history
            .of(reading)
            .filter(Operation::isOk)
            .sorted(Comparator.comparingInt(Operation::completion))
            .toList();
    int[] elements = adds.stream().mapToInt(add -> element.applyAsInt(add.request())).toArray();
    boolean whole = IntStream.range(0, elements.length).allMatch(i -> elements[i] == i);
    Function<Operation, ReadValues> reader =
        whole
            ? read -> read.result(ReadValues.class)
            : read -> read.result(ReadValues.class).numbered(elements);
    // The core need not know what only nodes outside it know.
    Predicate<Operation> counts =
        operation -> aftermath.atCore(operation) || !aftermath.converged();
    Sightings sightings =
        new Sightings(
            adds.stream().filter(Operation::isOfMaelstrom).toList(),
            elements,
            reader,
            counts,
            reads.stream().filter(counts).toList());
    if (aftermath.converged()) {
      sightings.report(reads.stream().filter(Operation::isFinal).toList(), findings);
    }
    checkValues(adds, reads, reader);
    return findings.verdict(sightings.figures(), sightings.latency());
  }

  private void checkValues(
      List<Operation> adds, List<Operation> reads, Function<Operation, ReadValues> reader) {
    BitSet refused = new BitSet();
    for (int i = 0; i < adds.size(); i++) {
      refused.set(i, adds.get(i).isRefused());
    }
    int begun = 0;
    for (Operation read : reads) {
      while (begun < adds.size() && adds.get(begun).invocation() < read.completion()) {
        begun++;
      }
      ReadValues seen = reader.apply(read);
      int phantom = seen.values().nextSetBit(begun);
      if (phantom >= 0) {
        String what = phantom < adds.size() ? adds.get(phantom).toString() : "number " + phantom;
        findings.add("phantom", () -> what + " had not been added before " + read);
      }
      if (!seen.strange().isEmpty()) {
        findings.add("phantom", () -> seen.strange() + " was never added: " + read);
      }
      if (seen.repeated() != ReadValues.NONE) {
        findings.add("duplicate", () -> seen.repeated() + " occurs twice in one read: " + read);
      }
      if (seen.values().intersects(refused)) {
        BitSet both = (BitSet) seen.values().clone();
        both.and(refused);
        findings.add(
            "refused", () -> "%s; refused add: %s".formatted(read, adds.get(both.nextSetBit(0))));
      }
    }
  }

  /** For each element: when it was known, and which reads saw it and which did not. */
  private static final class Sightings {
    private final List<Operation> adds;
    private final int[] elements;
    private final Function<Operation, ReadValues> reader;
    private final @Nullable Operation[] knownBy;
    private final @Nullable Operation[] lastPresent;
    private final @Nullable Operation[] lastAbsent;

    /**
     * @param elements the element of each add
     * @param reader the elements that a read saw, each by the place of its add
     * @param counts whether an operation makes its elements known
     */
    Sightings(
        List<Operation> adds,
        int[] elements,
        Function<Operation, ReadValues> reader,
        Predicate<Operation> counts,
        List<Operation> reads) {
      this.adds = adds;
      this.elements = elements;
      this.reader = reader;
      int size = adds.size();
      knownBy = new Operation[size];
      lastPresent = new Operation[size];
      lastAbsent = new Operation[size];
      for (int i = 0; i < size; i++) {
        Operation add = adds.get(i);
        knownBy[i] = add.isOk() && counts.test(add) ? add : null;
      }
      int[] lastPresentAt = new int[size];
      int[] lastAbsentAt = new int[size];
      Arrays.fill(lastPresentAt, -1);
      Arrays.fill(lastAbsentAt, -1);
      int begun = 0;
      for (Operation read : reads) {
        while (begun < size && adds.get(begun).invocation() < read.completion()) {
          begun++;
        }
        long[] seen = reader.apply(read).values().toLongArray();
        int invocation = read.invocation();
        for (int i = 0; i < begun; i++) {
          boolean present = i >> 6 < seen.length && (seen[i >> 6] >> i & 1) != 0;
          if (present) {
            if (lastPresentAt[i] < invocation) {
              if (lastPresentAt[i] < 0) {
                known(i, read);
              }
              lastPresentAt[i] = invocation;
              lastPresent[i] = read;
            }
          } else if (lastAbsentAt[i] < invocation) {
            lastAbsentAt[i] = invocation;
            lastAbsent[i] = read;
          }
        }
      }
    }

    /** The first read of an element makes it known, unless its add was acknowledged earlier. */
    private void known(int element, Operation read) {
      Operation before = knownBy[element];
      if (before == null || before.completion() > read.completion()) {
        knownBy[element] = read;
      }
    }

    private boolean isStable(int element) {
      return lastPresent[element] != null
          && invocation(lastAbsent[element]) < invocation(lastPresent[element]);
    }

    private boolean isLost(int element) {
      Operation known = knownBy[element];
      return known != null
          && invocation(lastPresent[element]) < invocation(lastAbsent[element])
          && known.completion() < invocation(lastAbsent[element]);
    }

    private static int invocation(@Nullable Operation operation) {
      return operation == null ? -1 : operation.invocation();
    }

    void report(List<Operation> finals, Findings findings) {
      for (int i = 0; i < adds.size(); i++) {
        int element = i;
        if (isLost(element)) {
          findings.add("lost", () -> describe(element, lastAbsent[element]));
        } else if (knownBy[element] != null) {
          finals.stream()
              .filter(read -> !reader.apply(read).values().get(element))
              .findFirst()
              .ifPresent(read -> findings.add("missing", () -> describe(element, read)));
        }
      }
    }

    private String describe(int element, @Nullable Operation without) {
      return "%d was known since %s; but it is not in %s; %s"
          .formatted(
              elements[element],
              knownBy[element],
              without,
              lastPresent[element] == null
                  ? "no read ever had it"
                  : "last read by " + lastPresent[element]);
    }

    private long latencyNanos(int element) {
      Operation known = knownBy[element];
      Operation absent = lastAbsent[element];
      if (known == null || absent == null) {
        return 0;
      }
      long nanos = Math.max(0, absent.invokedAtNanos() + 1 - known.completedAtNanos());
      // Jepsen counts whole milliseconds.
      return nanos / NANOS_PER_MS * NANOS_PER_MS;
    }

    /** The latencies of the elements that are stable. */
    Optional<Latency> latency() {
      return Latency.of(
          IntStream.range(0, adds.size())
              .filter(this::isStable)
              .mapToLong(this::latencyNanos)
              .toArray());
    }

    Map<String, Number> figures() {
      int size = adds.size();
      long stable = IntStream.range(0, size).filter(this::isStable).count();
      long lost = IntStream.range(0, size).filter(this::isLost).count();
      Map<String, Number> figures = new LinkedHashMap<>();
      figures.put("elements", size);
      figures.put("stable", stable);
      figures.put("lost", lost);
      figures.put("never-read", size - stable - lost);
      return figures;
    }
  }
}
