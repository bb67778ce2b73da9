/**
 * Maelstrom's world on a virtual clock: nodes, clients, services, network, disks and faults in one
 * thread, from one seed. On a real clock it runs nodes that are processes; only the {@link
 * dev.glomers.simulation.Platform} differs.
 *
 * <p>The simulation runs the classes that the node runs, wired as CDI wires them, and every message
 * passes through the codec. One queue holds all events; time is a number. Latencies, the inbox in
 * which a message waits for earlier ones, the shapes and the timing of partitions, the staleness of
 * {@code seq-kv}, the workloads and the counts are Maelstrom's. All randomness comes from the seed,
 * so the same seed gives the same run, byte for byte. Each fault, link, node and operation has its
 * own random source ({@code Dice}), so that leaving one out of a run changes nothing else ({@link
 * dev.glomers.simulation.Plan}). {@link dev.glomers.simulation.Shrinker} uses this to make a failed
 * run smaller, and {@link dev.glomers.simulation.Swarm} draws all settings.
 *
 * <h2>Faults</h2>
 *
 * <p>{@code partition}, {@code kill} and {@code pause} are Maelstrom's (release 0.2.4 has only the
 * first). The others are {@code one-way} cuts, {@code loss}, {@code duplication} and {@code
 * reordering} of messages, {@code latency} spikes, {@code clock} jumps, {@code slow-services} and
 * {@code service-loss}; and for nodes that keep a journal {@code slow-disk}, {@code failing-sync},
 * {@code full-disk} and {@code damaged-record}, which damages what a killed node has on disk: its
 * last record, or an old one, after which the node is lost for good and nothing has to converge any
 * more. All faults combine. A run reports which of its faults did nothing, because it proves
 * nothing about those.
 *
 * <p>A kill may hit all nodes at once, which loses everything that was only in memory. With {@link
 * dev.glomers.simulation.Victims} it hits the same few nodes again and again, and the data of the
 * others must last. {@link dev.glomers.simulation.Heal} says for which nodes the faults end: for
 * all; for a majority, which must then converge while the others stay cut off, dead or paused; or
 * for none, in which case only safety is checked.
 *
 * <h2>Checks</h2>
 *
 * <p>The checkers find what Jepsen's find, and more; each anomaly says whether Maelstrom looks for
 * it. Once the faults have ended, every node must answer every kind of request, the last reads of
 * all nodes must agree and contain everything acknowledged or seen before, and nothing that was
 * refused may be visible. Committed offsets, and causality and convergence of transactions, are
 * checked too. A run's result lists the checks that were not made, and why. The test suite has some
 * five hundred broken nodes, and the checkers catch each.
 *
 * <p>A challenge may claim invariants ({@link dev.glomers.runtime.Handlers#always}): that a number
 * never falls, that it shows the same as every other node, that a peer has what it is known to
 * have. The simulation checks the claims after each event of a node, expensive ones after one in
 * 64, and ends the run if one fails.
 */
@NullMarked
package dev.glomers.simulation;

import org.jspecify.annotations.NullMarked;
