/**
 * A counter that all nodes add to: part 4, exact on {@code seq-kv}, a store that may answer from
 * the past; and Maelstrom's {@code pn-counter}, which needs none.
 *
 * <p>Each life of a node, its <i>origin</i>, keeps the sum of what it was told to add. Each add
 * puts the new total into the origin's log, which {@link dev.glomers.gossip} brings to all nodes.
 * The counter is the sum of the last totals of all logs; those before it are dropped, so that what
 * is passed on and stored stays small. It is the state-based PN-counter of Shapiro, Preguica,
 * Baquero and Zawirski, <a href="https://inria.hal.science/inria-00555588">A comprehensive study of
 * Convergent and Commutative Replicated Data Types</a> (2011), with a place in a log instead of a
 * split by sign. Values are integers of any size: nothing overflows.
 *
 * <h2>Why it is exact</h2>
 *
 * <p>Only one node in one life changes a total, so nothing is counted twice and no add overwrites
 * another. Reads do not go back: a node only ever replaces a total by a later one of the same log.
 *
 * <p>A life begins at zero, and what former lives added stays in their totals. In part 4 the log's
 * end is kept in {@code seq-kv}, from where a restarted node reads it and that of all others,
 * before it serves; {@code glomers.gossip.acknowledge=stored} loses no add even if all nodes are
 * killed, and shows none that could be lost. The part itself acknowledges on receipt, which a kill
 * may lose. Without a store, a node that promises more than receipt first asks the others for what
 * they have.
 *
 * <h2>What it costs</h2>
 *
 * <p>With <i>n</i> nodes that all take adds, for each interval: 2<i>n</i> messages to and from the
 * store, and what the log takes, 2(<i>n</i> - 1) in a star.
 */
@NullMarked
package dev.glomers.challenge.counter;

import org.jspecify.annotations.NullMarked;
