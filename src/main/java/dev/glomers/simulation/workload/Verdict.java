package dev.glomers.simulation.workload;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a checker found.
 *
 * @param anomalies the anomalies, the most telling first; a history without any is valid
 * @param unchecked what was not checked, and why
 * @param figures counts and measurements by name and unit, such as {@code lost} or {@code
 *     worst-lag-ms}, in display order
 * @param latency the latency that the part's limits apply to, if the workload defines its own, such
 *     as broadcast's stable latency; if not, the latency of the operations is shown
 */
public record Verdict(
    List<Anomaly> anomalies,
    List<String> unchecked,
    Map<String, Number> figures,
    Optional<Latency> latency) {}
