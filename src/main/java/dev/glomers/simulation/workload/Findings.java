package dev.glomers.simulation.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Gathers anomalies. Of each kind the first are told in words, and all are counted. */
public final class Findings {
  private static final int TOLD = 8;

  private final List<Anomaly> anomalies = new ArrayList<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  /**
   * @param words which operation saw what, and what it should have seen
   */
  public void add(String kind, Supplier<String> words) {
    if (counts.merge(kind, 1, Integer::sum) <= TOLD) {
      anomalies.add(new Anomaly(kind, words.get()));
    }
  }

  /** The verdict, with the number of anomalies of each kind after the figures. */
  public Verdict verdict(Map<String, Number> figures) {
    Map<String, Number> all = new LinkedHashMap<>(figures);
    all.putAll(counts);
    return new Verdict(List.copyOf(anomalies), all);
  }
}
