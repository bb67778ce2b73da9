/**
 * A counter that all nodes add to: part 4, exact on {@code seq-kv}, a store that may answer from
 * the past; and Maelstrom's {@code pn-counter}, which needs none.
 *
 * <p>Each life of a node, its <i>origin</i>, keeps the total of its adds. Each add appends the new
 * total to the origin's log, which {@link dev.glomers.gossip} brings to all nodes. The counter is
 * the sum of the last totals of all logs. Earlier totals are dropped, so that batches and journals
 * stay small. It is the state-based PN-counter of Shapiro, Preguica, Baquero and Zawirski, <a
 * href="https://inria.hal.science/inria-00555588">A comprehensive study of Convergent and
 * Commutative Replicated Data Types</a> (2011), with a place in a log instead of a split by sign.
 * Values are integers of any size: nothing overflows.
 *
 * <h2>Why it is exact</h2>
 *
 * <p>Only one node in one life changes a total, so nothing is counted twice and no add overwrites
 * another. Reads never go back: a node replaces a total only by a later one of the same log.
 *
 * <p>A life begins at zero, and the adds of former lives stay in their totals. Part 4 keeps the end
 * of each log in {@code seq-kv}. A restarted node reads the ends of all logs there before it
 * serves. With {@code glomers.gossip.acknowledge=stored} no add is lost even if all nodes are
 * killed, and no read shows an add that could be lost. The part itself acknowledges on receipt, and
 * a kill may lose such an add. Without a store, a node that promises more than receipt first asks
 * the others.
 *
 * <h2>What it costs</h2>
 *
 * <p>With <i>n</i> nodes that all take adds, each interval costs 2<i>n</i> messages to and from the
 * store, and 2(<i>n</i> - 1) for the logs in a star.
 */
@NullMarked
package dev.glomers.challenge.counter;

import org.jspecify.annotations.NullMarked;
