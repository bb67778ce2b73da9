/**
 * Part 5: an append-only log for each key, kept in memory, in lin-kv, or in the memory of all
 * nodes.
 *
 * <h2>Journals</h2>
 *
 * The two distributed logs have one idea in common ({@code Journals}). Each node writes a journal
 * of what its clients append and commit, and gathers prefixes of the journals of the others. It
 * numbers its appends itself, by a Lamport clock for each key: an offset is greater than every one
 * of that key that the node has seen, and congruent to the node's index, so that no other node ever
 * chooses it. Offsets are therefore known at once, unique, sparse and small. When clients may see
 * an entry is another question:
 *
 * <blockquote>
 *
 * A node shows an entry once it knows that every node has it, and of each key in the order of
 * offsets.
 *
 * </blockquote>
 *
 * <p>A node knows what another has because that one says so, and it listens only once it has as
 * much of the other's journal as the other had when it said so. Then <b>nothing will ever turn up
 * below an entry that is shown</b>, so that no reader skips anything. For let e be shown at x, and
 * let f be an entry of the same key with a smaller offset, of node z.
 *
 * <ul>
 *   <li>If z numbered e too, f came before it in the same journal, of which x has a prefix.
 *   <li>If not, z had e when it said so, and whatever it has numbered since is greater. So f was in
 *       its journal by then, and x has it: x listened.
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
 * A batch carries the next items of the sender's journal and what it has of everybody's, which is
 * also the acknowledgement. There is at most one to each peer in a batch interval, and none when
 * nothing is new: n(n - 1) messages for each interval, and an entry is shown after at most two
 * intervals and two latencies. In the simulation, at 1000 operations a second, 2 nodes take 0.019
 * messages for each, 3 take 0.057, 5 take 0.19 and 9 take 0.68, and show an entry within 220 ms.
 * What a batch tells is told again if it is not answered: from the first item that is not
 * confirmed, never more than a limit at once, one batch at a time while nothing is answered.
 *
 * <p>A node that is killed loses its memory. Its next incarnation
 *
 * <ul>
 *   <li>numbers from a ceiling on that is kept in lin-kv and is above whatever any node has
 *       numbered ({@code OffsetReservation}). So it reuses no offset, not even one that nobody but
 *       a client knows of, and breaks no promise: whatever a former incarnation said to have is
 *       below. It needs no peer for that, so sends go on.
 *   <li>asks every peer for its copy of the journal, and continues the longest ({@code Recovery}).
 *       With its answer a peer stops listening to former incarnations. All copies are prefixes of
 *       the longest, so they stay prefixes of one journal; and what anybody was shown was in all of
 *       them. Until it has them all, the node says and shows nothing; and until it has heard of
 *       each peer how far that one is, and of what it continues as much as {@code acks} asks for,
 *       it answers {@code list_committed_offsets} with error 11, temporarily unavailable: what it
 *       knows may be less than it has told before.
 *   <li>is sent the journals of its peers from the beginning.
 * </ul>
 *
 * <p>What a node says to have is said of a certain incarnation of each journal: after a recovery
 * the same positions may hold other items, where a former incarnation had told them to nobody who
 * is left.
 *
 * <p>What a kill may lose, other than all nodes being killed before one of them is whole again, is
 * for {@link dev.glomers.challenge.kafka.KafkaConfig.Acks} to choose.
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
