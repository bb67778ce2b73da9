/**
 * Part 5: an append-only log for each key, kept in the memory of all nodes, or in lin-kv.
 *
 * <h2>Journals</h2>
 *
 * The two logs have one idea in common ({@code Journals}). Each node writes a journal of what its
 * clients append and commit, and gathers prefixes of the journals of the others. It numbers its
 * appends itself, by a Lamport clock for each key: an offset is greater than every one of that key
 * that the node has seen, and congruent to the node's index, so that no other node ever chooses it.
 * Offsets are therefore known at once, unique, sparse and small. When clients may see an entry is
 * another question:
 *
 * <blockquote>
 *
 * A node shows an entry once it knows that every node has it, and of each key in the order of
 * offsets.
 *
 * </blockquote>
 *
 * <p>A node knows what another has because that one says so, and it listens only while it has all
 * that the other had when it said so. Then <b>nothing will ever turn up below an entry that is
 * shown</b>, so that no reader skips anything. For let e be shown at x, and let f be an entry of
 * the same key with a smaller offset, of node z.
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
 * is everywhere, so that it survives as long as a single node does. That is the total order of L.
 * Lamport, <a href="https://lamport.azurewebsites.net/pubs/time-clocks.pdf">Time, Clocks, and the
 * Ordering of Events in a Distributed System</a> (1978): an entry is the request, and to say that
 * one has it is the acknowledgement with a later timestamp. What is new is that the number is told
 * to the client before the order is settled, which a sparse log allows.
 *
 * <p>Sends and polls wait for no other node. One that is slow or cut off holds back what is shown,
 * and nothing else; one that is gone for ever holds it back for ever. A committed offset was shown,
 * so everything up to it is settled: a consumer that starts there misses nothing.
 *
 * <h2>In memory, replicated ({@code ReplicatedLog})</h2>
 *
 * The journals are the logs of the {@linkplain dev.glomers.gossip gossip} engine, and an entry is
 * shown when it is stable there. In a star that takes two intervals and the ways of a leaf, a hub
 * and back. A node alone is a log in memory.
 *
 * <p>A node that is killed loses its memory. Its next life numbers from a ceiling on that is kept
 * in lin-kv and is above whatever any node has numbered ({@code OffsetReservation}), which is also
 * the number of that life. So it reuses no offset, not even one that nobody but a client knows of.
 * It needs no peer for that, so sends go on. {@code list_committed_offsets} waits until it has
 * caught up and what it knows then is as safe as an acknowledgement promises: it may have told it
 * before.
 *
 * <p>What a kill may lose, other than all nodes being killed before one of them is whole again, is
 * for {@link dev.glomers.gossip.GossipConfig.Acknowledge} to choose.
 *
 * <h2>In lin-kv ({@code LinKvLog})</h2>
 *
 * The journals live in lin-kv, in chunks that only their node writes; a chunk also says what its
 * writer has read of the others. What is acknowledged is there. All that arrives while a write is
 * on its way, or within the linger time, shares the next: two messages. Each write is a
 * compare-and-set from the value of the one before, so that a write of an incarnation that has been
 * killed fails if it comes late: a new incarnation claims the journal's end with a write of its own
 * before it reads the rest, and numbers nothing before it has read everything.
 *
 * <p>While a write is on its way, numbers are given out that are in no journal yet, so that what
 * was read meanwhile is shown only afterwards.
 *
 * <p>While clients are active each node reads the others' last chunks at an interval: 2(n - 1)
 * messages, whatever the number of polls. What it read it says in the next write, or if there is
 * none in one for that purpose, at the next interval. Nodes without clients read less often.
 */
@NullMarked
package dev.glomers.challenge.kafka;

import org.jspecify.annotations.NullMarked;
