/**
 * Maelstrom's world on a virtual clock: nodes, clients, services, network, disks and faults in one
 * thread, from one seed. On a real clock it takes nodes that are processes; what differs is the
 * {@link dev.glomers.simulation.Platform}.
 *
 * <p>The simulation runs the classes that the node runs, wired as CDI wires them, and every message
 * passes through the codec. One queue of events stands for everything; time is a number. Latencies,
 * the inbox in which a message waits for those before it, the shapes and the timing of partitions,
 * the staleness of {@code seq-kv}, the workloads and what is counted are Maelstrom's. All
 * randomness comes from the seed, so the same seed gives the same run, byte for byte. Each fault,
 * link, node and operation draws from a source of its own ({@code Dice}), so that one may be left
 * out of a run and the rest stays as it was ({@link dev.glomers.simulation.Plan}). {@link
 * dev.glomers.simulation.Shrinker} makes a run that failed smaller so, and {@link
 * dev.glomers.simulation.Swarm} draws the whole setting.
 *
 * <h2>Faults</h2>
 *
 * <p>{@code partition}, {@code kill} and {@code pause} are Maelstrom's (release 0.2.4 has the first
 * alone). Beyond it there are {@code one-way} cuts, {@code loss}, {@code duplication} and {@code
 * reordering} of messages, {@code latency} spikes, {@code clock} jumps, {@code slow-services} and
 * {@code service-loss}; and for nodes that keep a journal {@code slow-disk}, {@code failing-sync},
 * {@code full-disk} and {@code damaged-record}, which damages what a killed node has on disk: its
 * last record, or an old one, after which the node is gone for good and nothing has to converge any
 * more. Any of them combine. A run tells which of its faults did nothing, for it proves nothing
 * about them.
 *
 * <p>A kill may hit all nodes at once, after which nothing is left that was only in memory. With
 * {@link dev.glomers.simulation.Victims} it hits the same few again and again, and what the others
 * have must last. {@link dev.glomers.simulation.Heal} says for whom the faults end: for all nodes;
 * for a majority, which must then converge while the others stay cut off, dead or paused; or for
 * none, and then only what must never happen is wrong.
 *
 * <h2>Checks</h2>
 *
 * <p>The checkers find what Jepsen's find, and more; each anomaly says whether Maelstrom looks for
 * it. Once the faults have ended every node must answer every kind of request, the last reads of
 * all nodes must agree and hold all that was known, and nothing that was refused may be seen.
 * Committed offsets, and causality and convergence of transactions, are checked too. What was not
 * checked in a run, and why, is part of its result. Some five hundred broken nodes stand in the
 * suite, and the checkers catch each.
 *
 * <p>A challenge may claim what holds at all times ({@link dev.glomers.runtime.Handlers#always}):
 * that a number never falls, that what it shows is what every other node shows, that a peer has
 * what it is known to have. The simulation checks the claims after each event of a node, those that
 * take long after one in 64, and ends the run where one fails.
 */
@NullMarked
package dev.glomers.simulation;

import org.jspecify.annotations.NullMarked;
