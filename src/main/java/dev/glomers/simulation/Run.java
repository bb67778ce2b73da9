package dev.glomers.simulation;

import dev.glomers.part.Figures;
import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.History;
import dev.glomers.simulation.workload.Latency;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of one simulated test.
 *
 * @param anomalies what must not be, the most telling first
 * @param unchecked what was not checked, each with the reason
 * @param figures what the workload's checker counted and measured
 * @param latency what the latency limits are about: what the workload measures, or if it measures
 *     nothing how long operations took that were ok
 * @param operations how many operations the clients began that Maelstrom's begin too
 * @param messages all messages that were sent
 * @param serverMessages those of them that had no client at either end
 * @param availability the share of operations that were ok
 * @param effects how often each fault started and what it did
 * @param situations those that nodes have told of, and whether one of them was ever in it; none
 *     unless they are {@linkplain Simulation#marking marked}
 * @param log what the nodes logged
 * @param history what the clients did, if it was kept
 * @param plan which of the faults and operations that the seed draws took place, if it was kept
 */
public record Run(
    long seed,
    List<Anomaly> anomalies,
    List<String> unchecked,
    Map<String, Number> figures,
    Optional<Latency> latency,
    int operations,
    long messages,
    long serverMessages,
    double availability,
    Map<String, Long> effects,
    SortedMap<String, Boolean> situations,
    List<String> log,
    Optional<History> history,
    Optional<Plan> plan) {
  public boolean valid() {
    return anomalies.isEmpty();
  }

  /** Messages between servers for each operation, as Maelstrom counts under {@code :servers}. */
  public double serverMessagesPerOperation() {
    return perOperation(serverMessages);
  }

  /** Messages for each operation, as Maelstrom counts under {@code :all}. */
  public double messagesPerOperation() {
    return perOperation(messages);
  }

  /** What limits and goals are about. */
  public Figures measured() {
    Number lag = figures.get("worst-lag-ms");
    return new Figures(
        OptionalDouble.of(serverMessagesPerOperation()),
        OptionalDouble.of(messagesPerOperation()),
        latency.map(quantiles -> Duration.ofNanos(quantiles.p50Nanos())),
        latency.map(quantiles -> Duration.ofNanos(quantiles.maxNanos())),
        lag == null
            ? Optional.empty()
            : Optional.of(Duration.ofNanos((long) (lag.doubleValue() * 1e6))),
        OptionalDouble.of(availability));
  }

  /** What the checker counted, in words. */
  public String counted() {
    return figures.entrySet().stream()
        .map(
            each ->
                each.getKey()
                    + " "
                    + Figures.text(OptionalDouble.of(each.getValue().doubleValue())))
        .collect(Collectors.joining(", "));
  }

  /** The same run, in less memory. */
  public Run withoutHistory() {
    return with(anomalies, Optional.empty(), Optional.empty());
  }

  /** The same run, with one more thing that must not be. */
  public Run with(Anomaly more) {
    return with(Stream.concat(Stream.of(more), anomalies.stream()).toList(), history, plan);
  }

  private Run with(List<Anomaly> anomalies, Optional<History> history, Optional<Plan> plan) {
    return new Run(
        seed,
        anomalies,
        unchecked,
        figures,
        latency,
        operations,
        messages,
        serverMessages,
        availability,
        effects,
        situations,
        log,
        history,
        plan);
  }

  private double perOperation(long count) {
    return operations == 0 ? 0 : (double) count / operations;
  }
}
