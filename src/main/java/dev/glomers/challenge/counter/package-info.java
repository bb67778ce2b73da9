/**
 * A counter that all nodes add to: part 4, exact on {@code seq-kv}, a store that may answer from
 * the past; and Maelstrom's {@code pn-counter}, which needs none.
 *
 * <p>Each node keeps the sum of what it was told to add as a <i>total</i>: a name, a version that
 * each change raises, and a value. The counter is the sum of the newest totals of all names. A
 * total is an item of the log that {@link dev.glomers.gossip} brings to all nodes; whoever has a
 * newer one of the same name drops it, so that what is passed on stays small. It is the state-based
 * PN-counter of Shapiro, Preguica, Baquero and Zawirski, <a
 * href="https://inria.hal.science/inria-00555588">A comprehensive study of Convergent and
 * Commutative Replicated Data Types</a> (2011), with a version in place of a split by sign. Values
 * are integers of any size: nothing overflows.
 *
 * <h2>With the store</h2>
 *
 * <p>A total's name is the node's id, and its key in the store. It is told to others once it is
 * stored, never before. The store never holds less than was stored, and counts nothing twice:
 *
 * <ul>
 *   <li>No node writes another's key, so nodes never contend. Still each write is a cas, from the
 *       last total that is known to be stored to the next: a plain write that was delayed could
 *       arrive after a later one and undo it, a delayed cas finds a version that is gone.
 *   <li>A cas whose outcome is unknown is sent again, the same one, until it succeeds or is told
 *       that the value is another. Then the value is what it was to become, for nobody else could
 *       have changed it.
 *   <li>That needs the store's answer to be no older than this node's own last write. Sequential
 *       consistency gives just that: operations take effect in one order, in which those of each
 *       process stand as it issued them.
 *   <li>A node that starts reads its own total and puts it back with the next version, which is its
 *       <i>claim</i> and numbers its life. To the store a restarted node is the same process, so it
 *       reads what its last life wrote; and whatever that one still has under way will find a
 *       version that is gone.
 * </ul>
 *
 * <p>A plain read may be stale for ever. But an operation that changes the store takes its place
 * after all changes so far, and whatever the same node does later comes after it: after its claim a
 * node's reads see all that was stored before. (Maelstrom remembers 32 states and takes the number
 * of the one to read modulo 32, so it may show them in the wrong order, but none from before the
 * claim; of two totals the newer is kept.) So a restarted node reads all totals before it serves.
 * What any node was told was stored before, hence its reads do not go back behind what an earlier
 * life has shown. The exception is what was acknowledged on receipt and not stored yet, which a
 * kill loses; whoever minds chooses {@link
 * dev.glomers.challenge.counter.CounterConfig.Acknowledge#STORED}. Then reads, too, show only what
 * is stored. What a restarted node has found it tells to all, for its last life may not have.
 *
 * <h2>Without</h2>
 *
 * <p>A life of a node is a name, so that it begins at zero and its last total stays. What an
 * acknowledgement promises is {@code glomers.gossip.acknowledge}: where that is to survive a kill,
 * reads show a total once it does, and a restarted node serves once it knows what others have.
 *
 * <h2>What it costs</h2>
 *
 * <p>With <i>n</i> nodes that all take adds, for each interval: 2<i>n</i> messages to and from the
 * store, and what the log takes, 2(<i>n</i> - 1) in a star. Adds wait up to an interval to be
 * stored and up to another to be passed on. A node that is cut off from all others learns nothing
 * of them until it is not.
 */
@NullMarked
package dev.glomers.challenge.counter;

import org.jspecify.annotations.NullMarked;
