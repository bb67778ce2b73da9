/**
 * Part 4: a counter that is exact on {@code seq-kv}, a store that may answer from the past.
 *
 * <h2>Where the counter lives</h2>
 *
 * <p>Each node keeps the sum of what it was told to add under one key of the store, its id, as a
 * <i>total</i>: a version that each write raises by one, and a value. The counter is the sum of all
 * totals. A node tells the others its total once it is stored, and never before.
 *
 * <h2>The store never holds less than was stored, and counts nothing twice</h2>
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
 *   <li>A node that starts reads its own total and puts it back with the next version. To the store
 *       a restarted node is the same process, so it reads what its last incarnation wrote; and
 *       whatever that one still has under way will find a version that is gone.
 * </ul>
 *
 * <h2>Reads are fresh where they must be</h2>
 *
 * <p>A plain read may be stale for ever. But an operation that changes the store has to take its
 * place after all changes so far, and whatever the same node does later comes after it. So once a
 * node's write has succeeded, its reads see all that was stored before that write was sent: the
 * write is a <i>barrier</i>.
 *
 * <p>{@code seq-kv} remembers 32 states and, for each client, the number of the last that it saw;
 * it picks a number from there up to the newest, and takes the remembered state whose number agrees
 * modulo 32. That state is the one picked or a later one, never an earlier: a client that lags by
 * more than 32 may see states in the wrong order, but none from before its own last write. Nothing
 * above needs more, since of two totals of one node the greater version is kept, whatever the order
 * in which they were learnt.
 *
 * <h2>Final reads are exact</h2>
 *
 * <p>A node tells its newest total to each other node again and again until that node confirms that
 * it has it. So once adds end, stores succeed and the network is whole, each node learns each
 * total, and each learns that the others have: then nobody has anything to say and the cluster is
 * silent. A confirmation needs none itself, so that ends.
 *
 * <p>Messages between nodes may be cut off while the store is not. A node whose clients read looks
 * up, behind a barrier, the totals of peers that it has heard nothing of for two intervals.
 *
 * <p>A restarted node does the same before it serves, for all peers. What any node has been told
 * was stored before; so even then its reads do not go back behind what it has answered or confirmed
 * in an earlier life. The exception is what was acknowledged on receipt and not stored yet, which a
 * kill loses: whoever minds chooses {@link
 * dev.glomers.challenge.counter.CounterConfig.Acknowledge#STORED}. Then reads, too, show only what
 * is stored.
 *
 * <p>A node passes on its own total alone. So while one is gone for ever, the others may differ in
 * what they know of it, until their clients read and they look it up in the store.
 *
 * <h2>What it costs</h2>
 *
 * <p>With <i>n</i> nodes that all take adds, for each node and interval: a cas (2 messages) and a
 * total to each peer (<i>n</i> - 1), in which the confirmation of that peer's last one rides along:
 * 12 in all for three nodes. What one node has acknowledged the others know after one interval, a
 * round trip to the store and one message. A pair that is cut costs each side a read (2) and an
 * attempt to tell (1) in every second interval: then others whose clients read know after four
 * intervals at most.
 *
 * <p>The counter is a state-based PN-counter (Shapiro, Preguica, Baquero and Zawirski, <a
 * href="https://inria.hal.science/inria-00555588">A comprehensive study of Convergent and
 * Commutative Replicated Data Types</a>, 2011) whose entries carry a version instead of being split
 * by sign. Values are integers of any size: nothing overflows.
 */
@NullMarked
package dev.glomers.challenge.counter;

import org.jspecify.annotations.NullMarked;
