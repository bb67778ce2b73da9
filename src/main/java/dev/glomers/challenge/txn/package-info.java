/**
 * Part 6: transactions that are always answered, at once, by the node that receives them, whatever
 * the network does, and that are as consistent as this permits.
 *
 * <h2>The idea</h2>
 *
 * A transaction runs alone on its node's state. If it writes, it commits with a Lamport timestamp:
 * a counter greater than all that are here, and its <i>origin</i>, a node between two starts. It
 * becomes the next item of its origin's log, which {@link dev.glomers.gossip} brings to all nodes.
 * Let X be the set of the commits that a node has. The node shows S(X): for each key the value in X
 * with the greatest timestamp.
 *
 * <p>X changes in two ways only. A transaction commits here. Or a batch comes from a node whose set
 * is Y, and brings everything of Y that is not in X; then X becomes X &cup; Y, in one step of the
 * event loop. Batches may come late, twice or in any order: a union does not depend on that.
 *
 * <p>A commit is <i>dropped</i> once X overwrites all its writes: its place in the log becomes
 * null, and batches bring the null. It still counts as a member of X, because S(X) is the same
 * without it: the winner of a key is never dropped. S(X &cup; Y) is the same too, because a node
 * that gets a batch without a commit also has, or gets, what overwrote it. Nor does the clock need
 * the commit: there is a greater timestamp.
 *
 * <h2>Why it is correct</h2>
 *
 * <ol>
 *   <li><b>X is whole and causally closed</b>: with a transaction X holds everything that was in
 *       its node's X when it committed. A commit adds a transaction whose past is X itself; a union
 *       of closed sets is closed. Nothing else changes X.
 *   <li><b>The timestamp order extends the causal order</b> and is total: a counter is greater than
 *       all in X, and no origin uses one twice.
 * </ol>
 *
 * It follows that none of these can happen (Adya, 1999; Bailis et al., 2013):
 *
 * <ul>
 *   <li><b>G0</b>, dirty write: on every node the versions of a key are ordered by timestamp, which
 *       is one order for all keys.
 *   <li><b>G1a</b>, aborted read: a transaction is checked whole before it begins, and none aborts
 *       after.
 *   <li><b>G1b</b>, intermediate read: of each key only the last write commits.
 *   <li><b>G1c</b>, circular flow: what a transaction overwrites or reads is in X, so it has a
 *       smaller timestamp: by 2, all ww and wr edges go up. (A transaction that writes nothing has
 *       no such edge out of it.)
 *   <li><b>Fractured read</b>: a reader that sees one write of a transaction has the transaction in
 *       X, and so reads its other writes, or later ones.
 *   <li><b>Causal violation</b>: a client that stays with its node reads its own writes, and reads
 *       monotonically, since X only grows; writes follow reads, and others see a client's writes in
 *       order, by 1.
 * </ul>
 *
 * In the words of Cerone, Bernardi and Gotsman (<i>A Framework for Transactional Consistency Models
 * with Atomic Visibility</i>, CONCUR 2015): visibility is membership in X, arbitration is the order
 * of timestamps, and INT, EXT, SESSION and TRANSVIS hold: causal consistency. No stronger level is
 * totally available: the next one forbids lost updates, so of two transactions that update one key
 * on the two sides of a cut, one would have to wait. Weaker levels would not be cheaper, so read
 * uncommitted and read committed have the same implementation. Bailis et al. (<i>Highly Available
 * Transactions: Virtues and Limitations</i>, VLDB 2013) show that transactions which read a closed
 * set and write at once are highly available.
 *
 * <p><b>Convergence.</b> Every commit reaches all nodes, and then all show the same S(X).
 *
 * <p><b>Restart.</b> Without a journal, a killed node starts empty and as another origin, so it
 * uses no timestamp twice. It answers no transaction until it has caught up. After a deadline it
 * goes on without, because total availability asks for an answer even if all others are cut off. A
 * kill loses the sessions of the node's clients, and the commits that had reached no other node: an
 * answer that waits for no other node cannot promise more. With a stronger acknowledgement an
 * answer waits until what the transaction wrote and may have read is safe.
 */
@NullMarked
package dev.glomers.challenge.txn;

import org.jspecify.annotations.NullMarked;
