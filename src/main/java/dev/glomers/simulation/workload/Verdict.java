package dev.glomers.simulation.workload;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a checker found.
 *
 * @param anomalies what must not be, the most telling first; a history without any is valid
 * @param unchecked what was not checked, each with the reason
 * @param figures what was counted and measured, each by its name and unit, such as {@code lost} or
 *     {@code worst-lag-ms}, in the order in which they are to be shown
 * @param latency what the part's latency limits are about, if the workload has one of its own, such
 *     as broadcast's stable latency; if not, the latency of the operations is shown
 */
public record Verdict(
    List<Anomaly> anomalies,
    List<String> unchecked,
    Map<String, Number> figures,
    Optional<Latency> latency) {}
