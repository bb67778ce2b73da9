package dev.glomers.simulation.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Gathers what a checker finds, and what it could not check. The first anomalies of each kind are
 * described in words; all are counted.
 */
public final class Findings {
  private static final int TOLD = 8;

  private final Set<String> kindsOfMaelstrom;
  private final List<Anomaly> anomalies = new ArrayList<>();
  private final List<String> unchecked = new ArrayList<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  /**
   * @param kindsOfMaelstrom the kinds of anomalies that Maelstrom's checker of the workload looks
   *     for too
   */
  public Findings(Set<String> kindsOfMaelstrom) {
    this.kindsOfMaelstrom = kindsOfMaelstrom;
  }

  /**
   * @param words the operation, what it saw and what it should have seen
   */
  public void add(String kind, Supplier<String> words) {
    if (counts.merge(kind, 1, Integer::sum) <= TOLD) {
      anomalies.add(new Anomaly(kind, words.get(), !kindsOfMaelstrom.contains(kind)));
    }
  }

  /**
   * @param words what was not checked, and why
   */
  public void unchecked(String words) {
    unchecked.add(words);
  }

  /** The verdict, with the number of anomalies of each kind after the figures. */
  public Verdict verdict(Map<String, Number> figures) {
    return verdict(figures, Optional.empty());
  }

  /**
   * The same, for a workload that defines its own latency.
   *
   * @param latency as in {@link Verdict}
   */
  public Verdict verdict(Map<String, Number> figures, Optional<Latency> latency) {
    Map<String, Number> all = new LinkedHashMap<>(figures);
    counts.forEach(all::putIfAbsent);
    return new Verdict(List.copyOf(anomalies), List.copyOf(unchecked), all, latency);
  }
}
