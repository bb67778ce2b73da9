/**
 * What the simulated clients do, and the checks of what they see.
 *
 * <p>A {@link dev.glomers.simulation.workload.Workload} generates operations as Maelstrom generates
 * them; its {@link dev.glomers.simulation.workload.Client}s turn each into requests on a {@link
 * dev.glomers.simulation.workload.Connection} and the replies into a result. The {@link
 * dev.glomers.simulation.workload.History} records both with their times, and the {@link
 * dev.glomers.simulation.workload.Checker} reads it when the run is over:
 *
 * <pre>{@code
 * next(thread) -> operation -> client.invoke -> connection.call -> ok | fail | info
 *                     |                                                |
 *                     +------------------> history <-------------------+
 *                                             |
 *                      nodes at the end -> checker -> verdict: figures, anomalies in words
 * }</pre>
 *
 * <p>To add a workload: write one class that is a {@code Workload}, name it in {@link
 * dev.glomers.simulation.Workloads}, and in the tests run nodes that break each of its promises,
 * because a checker that has caught nothing proves nothing. Keep checks of safety and of
 * convergence apart: if {@link dev.glomers.simulation.workload.Aftermath#converged} is false,
 * missing values may still arrive.
 */
@NullMarked
package dev.glomers.simulation.workload;

import org.jspecify.annotations.NullMarked;
