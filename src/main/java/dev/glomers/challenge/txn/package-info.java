/**
 * Part 6: transactions that are always answered, at once, by the node that receives them, whatever
 * the network does, and that are as consistent as this permits.
 *
 * <h2>The idea</h2>
 *
 * A <i>writer</i> is a node in one incarnation: a restarted node is another writer. A transaction
 * runs alone on its node's state and commits with a Lamport timestamp, (counter, writer), whose
 * counter is greater than any that its node has seen. Let X be the set of the transactions that a
 * node has applied. The node holds
 *
 * <ul>
 *   <li>for each key the value of the transaction in X with the greatest timestamp that wrote it;
 *       call this S(X);
 *   <li>a version vector: for each writer the greatest counter in X. It describes X, for X holds
 *       all of a writer's transactions up to that counter, and none beyond.
 * </ul>
 *
 * X changes in two ways only. A transaction commits here. Or a {@link
 * dev.glomers.challenge.txn.Batch} comes from a node whose set is Y: the sender's version vector
 * and the versions in S(Y) that the vector which the receiver last sent it does not cover. The
 * receiver puts each in if its timestamp is greater than that of what it has, joins the vectors,
 * and then holds S(X &cup; Y): for each key, if the winner of the union is in Y, it was either in
 * the batch, or covered, so in X before. This all happens in one step of the event loop. It may
 * happen late, twice or in any order, for a union does not care; so a batch that is lost needs no
 * repair but the next one, in which a key's older value no longer travels. Nodes pass on what they
 * have learned from others, so two that are cut off from each other meet through a third.
 *
 * <h2>Why it is correct</h2>
 *
 * <ol>
 *   <li><b>X is whole and causally closed</b>: with a transaction it holds all that was in X when
 *       that one committed. A commit adds a transaction whose past is X itself; a union of closed
 *       sets is closed. Nothing else changes X.
 *   <li><b>The timestamp order extends the causal order</b> and is total: a counter is greater than
 *       all in X, and no writer uses one twice.
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
 *   <li><b>Fractured read</b>: who sees one write of a transaction has it in X, and so reads its
 *       other writes, or something later.
 *   <li><b>Causal violation</b>: a client that stays with its node reads its own writes, and reads
 *       monotonically, since X only grows; writes follow reads, and others see a client's writes in
 *       order, by 1.
 * </ul>
 *
 * In the words of Cerone, Bernardi and Gotsman (<i>A Framework for Transactional Consistency Models
 * with Atomic Visibility</i>, CONCUR 2015): visibility is membership in X, arbitration is the order
 * of timestamps, and INT, EXT, SESSION and TRANSVIS hold: causal consistency. More is not to be
 * had: the next level forbids lost updates, and of two that update one key on either side of a cut
 * one would have to wait. Weaker levels would not be cheaper, so there is one implementation for
 * read uncommitted and read committed alike.
 *
 * <p><b>Convergence.</b> A version is sent until the receiver's vector covers it; and a node whose
 * vector covers a version of a key holds that one or a later. So once the network is whole for a
 * while and nothing new is committed, all hold the same S(X).
 *
 * <p><b>Restart.</b> A killed node starts with nothing, as a new writer, so it uses no timestamp
 * twice even if it remembers nothing. It says {@link dev.glomers.challenge.txn.Hello} and answers
 * no transaction until every peer has sent it a batch, but after a deadline it goes on without
 * those that did not, for total availability asks for an answer even if all are cut off. A batch
 * names the incarnation whose vector it was computed from, and no other applies it. All of the
 * above holds for each writer: what a client may lose by a kill is its session, and the
 * transactions that had reached no other node: those of the last flush interval, or since the node
 * was cut off. An answer that waits for no other node cannot promise more.
 *
 * <h2>What it costs</h2>
 *
 * A commit waits at most one flush interval, which is how long it takes to be seen elsewhere. In
 * that time each node sends each peer at most one batch, so <i>n</i> busy nodes send
 * <i>n</i>(<i>n</i> - 1) messages an interval, however many transactions there are. A batch
 * acknowledges, by its vector; one without versions, a mere acknowledgement, is sent only by a node
 * that has nothing else to say. After the last acknowledgement nothing is sent. A peer that does
 * not answer gets only a {@code hello} every retry interval, which notices the heal. For such a
 * peer a node remembers which keys it lacks: at most one entry a key, however long it takes.
 *
 * <p>The state is a last-writer-wins map with the delta-intervals of Almeida, Shoker and Baquero
 * (<i>Delta State Replicated Data Types</i>, 2018); naming a set by a version vector and sending
 * what the other's does not cover is Bayou's anti-entropy (Petersen et al., 1997). That
 * transactions which read a closed set and write at once are highly available is from Bailis et al.
 * (<i>Highly Available Transactions: Virtues and Limitations</i>, VLDB 2013).
 */
@NullMarked
package dev.glomers.challenge.txn;

import org.jspecify.annotations.NullMarked;
