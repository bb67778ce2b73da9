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
 * Jepsen's set-full analysis, and what it does not see.
 *
 * <p>An element is <i>known</i> from the moment when its add was acknowledged or when it was first
 * read. It is <i>stable</i> if the last read that began, of all that could have seen it, saw it,
 * and <i>lost</i> if that read began after it was known and did not. A stable element's latency
 * runs from when it was known to the last read that began without seeing it.
 *
 * <p>The final reads begin in the order of the threads, and Jepsen goes by the last. Here every
 * final read must hold whatever was known before or stands in another one: if not, the element is
 * {@code missing}. Besides, no read holds what nobody added ({@code phantom}), a node had refused
 * ({@code refused}), or stands in it already ({@code duplicate}).
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
   * @param element what an add adds: each one more than the one before, or more than that where
   *     adds are left out
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
    // What only others than the core know, the core need not.
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
        findings.add("phantom", () -> what + " was not added before " + read);
      }
      if (!seen.strange().isEmpty()) {
        findings.add("phantom", () -> seen.strange() + " was never added: " + read);
      }
      if (seen.repeated() != ReadValues.NONE) {
        findings.add("duplicate", () -> seen.repeated() + " came twice in one read: " + read);
      }
      if (seen.values().intersects(refused)) {
        BitSet both = (BitSet) seen.values().clone();
        both.and(refused);
        findings.add(
            "refused", () -> "%s; it shows %s".formatted(read, adds.get(both.nextSetBit(0))));
      }
    }
  }

  /** For each element when it was known and which reads saw it and which did not. */
  private static final class Sightings {
    private final List<Operation> adds;
    private final int[] elements;
    private final Function<Operation, ReadValues> reader;
    private final @Nullable Operation[] knownBy;
    private final @Nullable Operation[] lastPresent;
    private final @Nullable Operation[] lastAbsent;

    /**
     * @param elements what each adds
     * @param reader what a read has seen, each element by the place of its add
     * @param counts whether what an operation tells is to be known
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

    /** The first read to see an element makes it known, unless its acknowledgement came before. */
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
      return "%d was known since %s; not in %s; %s"
          .formatted(
              elements[element],
              knownBy[element],
              without,
              lastPresent[element] == null
                  ? "nobody ever read it"
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
