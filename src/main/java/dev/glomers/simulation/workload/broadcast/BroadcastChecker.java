package dev.glomers.simulation.workload.broadcast;

import dev.glomers.simulation.workload.Aftermath;
import dev.glomers.simulation.workload.Checker;
import dev.glomers.simulation.workload.Findings;
import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Latency;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Verdict;
import dev.glomers.simulation.workload.broadcast.BroadcastWorkload.Broadcast;
import dev.glomers.simulation.workload.broadcast.BroadcastWorkload.Read;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Jepsen's set-full analysis, and what it does not see.
 *
 * <p>A message is <i>known</i> from the moment when its broadcast was acknowledged or when it was
 * first read. It is <i>stable</i> if the last read that began, of all that could have seen it, saw
 * it, and <i>lost</i> if that read began after it was known and did not. A stable message's latency
 * runs from when it was known to the last read that began without seeing it.
 *
 * <p>The final reads begin in the order of the threads, and Jepsen goes by the last. Here every
 * final read must hold whatever was known before or stands in another one: if not, the message is
 * {@code missing}. Besides, no read holds what nobody sent ({@code phantom}), a node had refused
 * ({@code refused}), or stands in it already ({@code duplicate}).
 *
 * @see <a
 *     href="https://github.com/jepsen-io/jepsen/blob/main/jepsen/src/jepsen/checker.clj">Jepsen's
 *     checker</a>
 */
final class BroadcastChecker implements Checker {
  private static final long MILLISECOND = 1_000_000;

  private final Findings findings = new Findings(Set.of("lost"));

  @Override
  public Verdict check(History history, Aftermath aftermath) {
    List<Operation> broadcasts = history.of(Broadcast.class).toList();
    List<Operation> reads =
        history
            .of(Read.class)
            .filter(Operation::isOk)
            .sorted(Comparator.comparingInt(Operation::completion))
            .toList();
    // What only others than the core know, the core need not.
    Predicate<Operation> counts =
        operation -> aftermath.atCore(operation) || !aftermath.converged();
    Sightings sightings =
        new Sightings(
            broadcasts.stream().filter(Operation::isOfMaelstrom).toList(),
            counts,
            reads.stream().filter(counts).toList());
    if (aftermath.converged()) {
      sightings.report(reads.stream().filter(Operation::isFinal).toList(), findings);
    }
    checkValues(broadcasts, reads);
    return findings.verdict(sightings.figures(), sightings.latency());
  }

  private void checkValues(List<Operation> broadcasts, List<Operation> reads) {
    BitSet refused = new BitSet();
    for (Operation broadcast : broadcasts) {
      refused.set(broadcast.request(Broadcast.class).message(), broadcast.isRefused());
    }
    int begun = 0;
    for (Operation read : reads) {
      while (begun < broadcasts.size() && broadcasts.get(begun).invocation() < read.completion()) {
        begun++;
      }
      ReadValues seen = read.result(ReadValues.class);
      int phantom = seen.values().nextSetBit(begun);
      if (phantom >= 0) {
        findings.add("phantom", () -> phantom + " was not broadcast before " + read);
      }
      if (!seen.strange().isEmpty()) {
        findings.add("phantom", () -> seen.strange() + " was never broadcast: " + read);
      }
      if (seen.repeated() != ReadValues.NONE) {
        findings.add("duplicate", () -> seen.repeated() + " came twice in one read: " + read);
      }
      if (seen.values().intersects(refused)) {
        BitSet both = (BitSet) seen.values().clone();
        both.and(refused);
        findings.add(
            "refused", () -> "%s; it shows %s".formatted(read, broadcasts.get(both.nextSetBit(0))));
      }
    }
  }

  /** For each message when it was known and which reads saw it and which did not. */
  private static final class Sightings {
    private final List<Operation> broadcasts;
    private final @Nullable Operation[] knownBy;
    private final @Nullable Operation[] lastPresent;
    private final @Nullable Operation[] lastAbsent;

    /**
     * @param counts whether what an operation tells is to be known
     */
    Sightings(List<Operation> broadcasts, Predicate<Operation> counts, List<Operation> reads) {
      this.broadcasts = broadcasts;
      int size = broadcasts.size();
      knownBy = new Operation[size];
      lastPresent = new Operation[size];
      lastAbsent = new Operation[size];
      for (int i = 0; i < size; i++) {
        Operation broadcast = broadcasts.get(i);
        knownBy[i] = broadcast.isOk() && counts.test(broadcast) ? broadcast : null;
      }
      int[] lastPresentAt = new int[size];
      int[] lastAbsentAt = new int[size];
      Arrays.fill(lastPresentAt, -1);
      Arrays.fill(lastAbsentAt, -1);
      int begun = 0;
      for (Operation read : reads) {
        while (begun < size && broadcasts.get(begun).invocation() < read.completion()) {
          begun++;
        }
        long[] seen = read.result(ReadValues.class).values().toLongArray();
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

    /** The first read to see a message makes it known, unless its acknowledgement came before. */
    private void known(int message, Operation read) {
      Operation before = knownBy[message];
      if (before == null || before.completion() > read.completion()) {
        knownBy[message] = read;
      }
    }

    private boolean isStable(int message) {
      return lastPresent[message] != null
          && invocation(lastAbsent[message]) < invocation(lastPresent[message]);
    }

    private boolean isLost(int message) {
      Operation known = knownBy[message];
      return known != null
          && invocation(lastPresent[message]) < invocation(lastAbsent[message])
          && known.completion() < invocation(lastAbsent[message]);
    }

    private static int invocation(@Nullable Operation operation) {
      return operation == null ? -1 : operation.invocation();
    }

    void report(List<Operation> finals, Findings findings) {
      for (int i = 0; i < broadcasts.size(); i++) {
        int message = i;
        if (isLost(message)) {
          findings.add("lost", () -> describe(message, lastAbsent[message]));
        } else if (knownBy[message] != null) {
          finals.stream()
              .filter(read -> !read.result(ReadValues.class).values().get(message))
              .findFirst()
              .ifPresent(read -> findings.add("missing", () -> describe(message, read)));
        }
      }
    }

    private String describe(int message, @Nullable Operation without) {
      return "%d was known since %s; not in %s; %s"
          .formatted(
              message,
              knownBy[message],
              without,
              lastPresent[message] == null
                  ? "nobody ever read it"
                  : "last read by " + lastPresent[message]);
    }

    private long latency(int message) {
      Operation known = knownBy[message];
      Operation absent = lastAbsent[message];
      if (known == null || absent == null) {
        return 0;
      }
      long nanos = Math.max(0, absent.invokedAt() + 1 - known.completedAt());
      // Jepsen counts whole milliseconds.
      return nanos / MILLISECOND * MILLISECOND;
    }

    /** The latencies of the messages that are stable. */
    Optional<Latency> latency() {
      return Latency.of(
          IntStream.range(0, broadcasts.size())
              .filter(this::isStable)
              .mapToLong(this::latency)
              .toArray());
    }

    Map<String, Number> figures() {
      int size = broadcasts.size();
      long stable = IntStream.range(0, size).filter(this::isStable).count();
      long lost = IntStream.range(0, size).filter(this::isLost).count();
      Map<String, Number> figures = new LinkedHashMap<>();
      figures.put("broadcasts", size);
      figures.put("stable", stable);
      figures.put("lost", lost);
      figures.put("never-read", size - stable - lost);
      return figures;
    }
  }
}
