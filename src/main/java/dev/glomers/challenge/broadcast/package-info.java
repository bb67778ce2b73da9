/**
 * Part 3: broadcast. A value that any node is sent appears on all nodes.
 *
 * <p>A value is an item of the {@linkplain dev.glomers.gossip gossip} engine, which brings it to
 * all nodes: in 3a to 3c at once in a mesh, in 3d and 3e once an interval in a star. The node that
 * a client sends a value to shows the value once it acknowledges it; the others show it as soon as
 * they have it. So a value that is read is as safe as the acknowledgement promises.
 *
 * <p>25 nodes, 100 operations a second for 20 s, L = 100 ms, in a simulation: messages between
 * nodes for each operation, with the least that {@linkplain dev.glomers.gossip any} algorithm needs
 * beside them.
 *
 * <pre>{@code
 * interval ms  msgs/op  bound   stable latency p50 / max ms
 *         100     2.93   2.53     184 /  203
 *         200     1.71   1.26     258 /  329
 *         300     1.27   0.79     190 /  418
 *         440     0.96   0.54     300 /  550
 *         600     0.77   0.41     372 /  713
 *         800     0.61   0.31     487 /  954
 *        1200     0.43   0.21     644 / 1328
 *        1700     0.33   0.15     940 / 1813
 * }</pre>
 */
@NullMarked
package dev.glomers.challenge.broadcast;

import org.jspecify.annotations.NullMarked;
