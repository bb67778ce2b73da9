/**
 * Part 5: an append-only log for each key, on all nodes.
 *
 * <p>Each node keeps a journal of what its clients append and commit, which is its log in {@link
 * dev.glomers.gossip}, and gathers those of the others ({@code Journals}). It numbers its appends
 * itself, by a Lamport clock for each key: an offset is greater than every one of that key that the
 * node has seen, and congruent to the node's index, so that no other node ever chooses it. Offsets
 * are therefore known at once, unique, sparse and small. When clients may see an entry is another
 * question:
 *
 * <blockquote>
 *
 * A node shows an entry once it is stable: once the node knows that all have it. It shows the
 * entries of a key in the order of their offsets.
 *
 * </blockquote>
 *
 * <p>Then <b>nothing ever turns up below an entry that is shown</b>, so no reader skips anything.
 * For let e be shown at x, and let f be an entry of the same key with a smaller offset, of node z.
 *
 * <ul>
 *   <li>If the life of z that numbered f numbered e too, f came before it in the same journal, of
 *       which x has a prefix.
 *   <li>If the life of z that x listened to numbered f, it had e when it said so, and whatever it
 *       has numbered since is greater. So f was in its journal by then, and x has it.
 *   <li>A later life of z numbers from above whatever was used before, see below.
 *   <li>A former life of z numbered f. All nodes that x listened to knew of the later one, so none
 *       of them has taken in anything of the former since. Whatever of it they had, x has.
 * </ul>
 *
 * <p>So x has f, and shows it first. All nodes show prefixes of one and the same log. What is shown
 * is everywhere, so it survives as long as a single node does. That is the total order of L.
 * Lamport, <a href="https://lamport.azurewebsites.net/pubs/time-clocks.pdf">Time, Clocks, and the
 * Ordering of Events in a Distributed System</a> (1978): an entry is the request, and to say that
 * one has it is the acknowledgement with a later timestamp. What is new is that the number is told
 * to the client before the order is settled, which a sparse log allows.
 *
 * <p>Sends and polls wait for no other node. A node that is slow or cut off holds back what is
 * shown, and nothing else; one that is gone for ever holds it back for ever. A committed offset was
 * shown, so everything up to it is settled: a consumer that starts there misses nothing.
 *
 * <h2>When a node is killed</h2>
 *
 * <p><b>In lin-kv</b> (5b): a journal is also written there, and what is acknowledged is there. A
 * node tells others nothing before it is stored, so a later life finds all that a former one may
 * have seen: it reads the journals of all nodes before it numbers anything. <b>On disk</b> a node
 * acknowledges to others only what it has there, so its own journal alone tells the next life.
 *
 * <p><b>In memory</b> (5c): the next life numbers from a ceiling on that is kept in lin-kv and is
 * above whatever any node has numbered ({@code OffsetReservation}), which is also the number of
 * that life. So it reuses no offset, not even one that only a client knows of, and needs no peer to
 * go on. {@code list_committed_offsets} waits until the node has caught up and what it knows then
 * is as safe as an acknowledgement promises: it may have told it before. What a kill may lose is
 * for {@link dev.glomers.gossip.GossipConfig.Acknowledge} to choose.
 *
 * <h2>What it costs</h2>
 *
 * <p>What the engine takes: in a star 2(n - 1) messages an interval, and an entry is shown after
 * two intervals and the ways of a leaf, a hub and back. In lin-kv two messages more for each write,
 * which all that arrives within {@code glomers.gossip.store-delay}, or while a write is on its way,
 * shares.
 */
@NullMarked
package dev.glomers.challenge.kafka;

import org.jspecify.annotations.NullMarked;
