/**
 * Agreement: all nodes run the same commands in the same order, as long as a majority answers. This
 * is Raft, to be read beside the paper (Ongaro and Ousterhout, <i>In Search of an Understandable
 * Consensus Algorithm</i>, extended version, 2014), whose sections and figures are meant where one
 * is named, and Ongaro's thesis (<i>Consensus: Bridging Theory and Practice</i>, 2014).
 *
 * <h2>Where to find what</h2>
 *
 * <p>{@link dev.glomers.consensus.Messages} are the messages of figure 2, {@link
 * dev.glomers.consensus.PersistentState} is its persistent state, and {@link
 * dev.glomers.consensus.Raft} a server. Each role has its rules in a class: {@link
 * dev.glomers.consensus.Election}, {@link dev.glomers.consensus.Follower}, {@link
 * dev.glomers.consensus.Leader}. {@link dev.glomers.consensus.Agreement} runs what is committed,
 * and answers. The properties of figure 3 stand in {@code Raft}, one claim for each.
 *
 * <h2>When messages are sent</h2>
 *
 * <p>Once an interval the leader sends each other node what is new, and tells it how long its
 * answer may wait: until somewhat before the leader sends again, as the round trips of late
 * suggest. So one message down brings entries, and what is committed of the last ones; one up
 * acknowledges, and brings the requests of the clients there. These are 2(n - 1) messages an
 * interval for everything. A request waits half an interval on the average, and its entry one more
 * for the acknowledgements; the node that it came to runs it and answers. A leader that has nothing
 * to send is silent but for a heartbeat.
 *
 * <p>Reads are commands too. In a batch an entry costs no message and no time: a read index
 * (thesis, 6.4) would need the same round to confirm the leader. A lease would save that round, but
 * rests on clocks that go at one speed. Here nothing that is safe rests on any clock: if one jumps,
 * or a node is stopped and goes on, that costs time alone.
 *
 * <h2>Why a request runs once</h2>
 *
 * <p>Each life of a node is a session, whose requests it numbers. It tells the leader of all that
 * are not in its own log, again and again, until it sees them there; a leader adds a request only
 * if it is the next that its log has of that session. So a log has each once, in order and without
 * a gap, and so has every log that is copied from it; of each session a snapshot keeps one number.
 * A new leader has what is committed (§5.4), so it adds none of that again; what went down with the
 * old one is told anew. What a request came to need not be kept in the replicated state (thesis,
 * 6.3), for the node that asked runs the request too: it alone knows the client. Only if it gets a
 * snapshot in place of the entry it cannot tell, and says that it does not know.
 *
 * <p>A request is refused for certain only if nobody was told of it. While there is no leader,
 * requests wait for two elections, and are refused then. What somebody was told of is answered when
 * it has run, and never if it does not.
 *
 * <h2>What is kept</h2>
 *
 * <p>Votes, answers and the leader's own share in a majority wait until what they speak for is
 * durable; entries are sent before (thesis, 10.2.1). The parts keep all on disk, for it costs
 * nothing: answers wait for the next round anyhow. When a log has become twice as long as the last
 * snapshot, a new one takes its place (§7; thesis, 5.1.2). Without a disk a node that starts again
 * has forgotten its vote and what it acknowledged, and could undo what a majority has agreed on:
 * that is for nodes that nobody kills.
 *
 * <h2>Time-outs</h2>
 *
 * <p>A leader that is not heard for two heartbeats and a round trip is taken for dead, and a leader
 * that hears no majority for so long resigns (thesis, 6.2). How long a round trip takes is learnt
 * in elections and then told by the leader.
 */
@NullMarked
package dev.glomers.consensus;

import org.jspecify.annotations.NullMarked;
