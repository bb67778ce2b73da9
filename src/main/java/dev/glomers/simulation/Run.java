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
 * The results of one simulated test.
 *
 * @param anomalies the anomalies, the most telling first
 * @param unchecked the checks that were not made, each with the reason
 * @param figures the counts and measurements of the workload's checker
 * @param latency the latency to which limits apply: the workload's own measurement or, if it has
 *     none, that of successful operations
 * @param operations the number of operations that Maelstrom's clients also carry out
 * @param messages the number of messages sent
 * @param serverMessages the number of them that were neither from nor to a client
 * @param availability the share of operations that succeeded
 * @param effects how often each fault started, and its effects
 * @param situations the situations that nodes have named, and whether a node was ever in each;
 *     empty unless they are {@linkplain Simulation#marking marked}
 * @param log the nodes' log lines
 * @param history the clients' operations, if they were kept
 * @param plan the faults and operations that took place, if they were kept
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

  /** The figures to which limits and goals apply. */
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

  /** The checker's counts, in words. */
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

  /** The same run, with one more anomaly. */
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
