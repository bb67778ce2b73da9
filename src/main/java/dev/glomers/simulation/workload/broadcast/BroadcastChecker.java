package dev.glomers.simulation.workload.broadcast;

import dev.glomers.simulation.workload.Aftermath;
import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.Checker;
import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Latency;
import dev.glomers.simulation.workload.Operation;
import dev.glomers.simulation.workload.Verdict;
import dev.glomers.simulation.workload.broadcast.BroadcastWorkload.Broadcast;
import dev.glomers.simulation.workload.broadcast.BroadcastWorkload.Read;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Jepsen's set-full analysis, and that nothing is read that was never sent.
 *
 * <p>A message is <i>known</i> from the moment when its broadcast was acknowledged or when it was
 * first read. It is <i>stable</i> if the last read that began, of all that could have seen it, saw
 * it, and <i>lost</i> if that read began after it was known and did not. A stable message's latency
 * runs from when it was known to the last read that began without seeing it.
 *
 * @see <a
 *     href="https://github.com/jepsen-io/jepsen/blob/main/jepsen/src/jepsen/checker.clj">Jepsen's
 *     checker</a>
 */
final class BroadcastChecker implements Checker {
  private static final long MILLISECOND = 1_000_000;

  @Override
  public Verdict check(History history, Aftermath aftermath) {
    List<Operation> broadcasts = history.of(Broadcast.class).toList();
    List<Operation> reads =
        history
            .of(Read.class)
            .filter(Operation::isOk)
            .sorted(Comparator.comparingInt(Operation::completion))
            .toList();
    Sightings sightings = new Sightings(broadcasts, reads);
    List<Anomaly> anomalies = new ArrayList<>();
    if (aftermath.converged()) {
      sightings.lost(anomalies);
    }
    impossible(broadcasts, reads, anomalies);
    return sightings.verdict(anomalies);
  }

  private static void impossible(
      List<Operation> broadcasts, List<Operation> reads, List<Anomaly> anomalies) {
    int begun = 0;
    for (Operation read : reads) {
      while (begun < broadcasts.size() && broadcasts.get(begun).invocation() < read.completion()) {
        begun++;
      }
      ReadValues seen = read.result(ReadValues.class);
      if (seen.values().length() > begun) {
        int phantom = seen.values().nextSetBit(begun);
        anomalies.add(new Anomaly("phantom", phantom + " was not broadcast before " + read));
      }
      if (!seen.strange().isEmpty()) {
        anomalies.add(new Anomaly("phantom", seen.strange() + " was never broadcast: " + read));
      }
      if (seen.repeated()) {
        anomalies.add(new Anomaly("duplicate", "a message came twice in one read: " + read));
      }
    }
  }

  /** For each message when it was known and which reads saw it and which did not. */
  private static final class Sightings {
    private final List<Operation> broadcasts;
    private final @Nullable Operation[] knownBy;
    private final @Nullable Operation[] lastPresent;
    private final @Nullable Operation[] lastAbsent;

    Sightings(List<Operation> broadcasts, List<Operation> reads) {
      this.broadcasts = broadcasts;
      int size = broadcasts.size();
      knownBy = new Operation[size];
      lastPresent = new Operation[size];
      lastAbsent = new Operation[size];
      for (int i = 0; i < size; i++) {
        knownBy[i] = broadcasts.get(i).isOk() ? broadcasts.get(i) : null;
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

    void lost(List<Anomaly> anomalies) {
      for (int i = 0; i < broadcasts.size(); i++) {
        if (isLost(i)) {
          anomalies.add(
              new Anomaly(
                  "lost",
                  "%d was known since %s; not in %s; %s"
                      .formatted(
                          i,
                          knownBy[i],
                          lastAbsent[i],
                          lastPresent[i] == null
                              ? "nobody ever read it"
                              : "last read by " + lastPresent[i])));
        }
      }
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

    Verdict verdict(List<Anomaly> anomalies) {
      int size = broadcasts.size();
      long[] latencies = new long[size];
      int stable = 0;
      int lost = 0;
      for (int i = 0; i < size; i++) {
        if (isStable(i)) {
          latencies[stable++] = latency(i);
        } else if (isLost(i)) {
          lost++;
        }
      }
      Map<String, Number> figures = new LinkedHashMap<>();
      figures.put("broadcasts", size);
      figures.put("stable", stable);
      figures.put("lost", lost);
      figures.put("never-read", size - stable - lost);
      return new Verdict(anomalies, figures, Latency.of(Arrays.copyOf(latencies, stable)));
    }
  }
}
