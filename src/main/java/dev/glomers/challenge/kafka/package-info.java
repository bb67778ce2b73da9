/**
 * Part 5: an append-only log for each key, on all nodes.
 *
 * <p>Each node keeps a journal of its clients' appends and commits: its log in {@link
 * dev.glomers.gossip}. It gathers the journals of the others ({@code Journals}). A node numbers its
 * own appends, by a Lamport clock for each key: an offset is greater than every offset of that key
 * that the node has seen, and congruent to the node's index, so that no other node ever chooses it.
 * So offsets are known at once, unique, sparse and small. A rule says when clients may see an
 * entry:
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
 *   <li>If the life of z that numbered f also numbered e, then f came before e in the same journal,
 *       of which x has a prefix.
 *   <li>If the life of z that x heard numbered f, that life had e when it said so, and it has
 *       numbered only greater offsets since. So f was in its journal by then, and x has f.
 *   <li>A later life of z numbers above every offset that was used before, see below.
 *   <li>A former life of z numbered f. All nodes that x heard knew of the later life, so they have
 *       ignored the former one since. What they had of the former life by then, x has.
 * </ul>
 *
 * <p>So x has f, and shows f first. All nodes show prefixes of one and the same log. All nodes have
 * an entry that is shown, so it survives as long as one node does. That is the total order of L.
 * Lamport, <a href="https://lamport.azurewebsites.net/pubs/time-clocks.pdf">Time, Clocks, and the
 * Ordering of Events in a Distributed System</a> (1978): an entry is the request, and to say that
 * one has it is the acknowledgement with a later timestamp. It is new that the client is told the
 * number before the order is settled, which a sparse log allows.
 *
 * <p>Sends and polls wait for no other node. A node that is slow or cut off delays when entries are
 * shown, and nothing else; a node that is gone for ever delays that for ever. A committed offset
 * was shown, so everything up to it is settled: a consumer that starts there misses nothing.
 *
 * <h2>When a node is killed</h2>
 *
 * <p><b>In lin-kv</b> (5b): a node also writes its journal there, before it acknowledges an entry
 * or tells others of it. A later life reads the journals of all nodes before it numbers anything,
 * so it finds everything that a former life may have seen. <b>On disk</b> a node acknowledges to
 * others only what its disk has, so the next life needs its own journal alone.
 *
 * <p><b>In memory</b> (5c): lin-kv has a ceiling above every offset that any node has used ({@code
 * OffsetReservation}). The next life numbers from the ceiling on, and the ceiling is that life's
 * number. So it reuses no offset, not even one that only a client knows, and it needs no peer to go
 * on. {@code list_committed_offsets} waits until the node has caught up and its knowledge is as
 * safe as an acknowledgement promises, because a former life may have told a client of it. {@link
 * dev.glomers.gossip.GossipConfig.Acknowledge} chooses what a kill may lose.
 *
 * <h2>What it costs</h2>
 *
 * <p>The engine's cost: in a star 2(n - 1) messages an interval. An entry is shown after two
 * intervals and the way from leaf to hub and back. With lin-kv each write costs two more messages,
 * shared by all items that arrive within {@code glomers.gossip.store-delay} or during a write.
 */
@NullMarked
package dev.glomers.challenge.kafka;

import org.jspecify.annotations.NullMarked;
