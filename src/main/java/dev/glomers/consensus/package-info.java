/**
 * Agreement: all nodes run the same commands in the same order, as long as a majority answers. This
 * is Raft, to be read beside the paper (Ongaro and Ousterhout, <i>In Search of an Understandable
 * Consensus Algorithm</i>, extended version, 2014), whose sections and figures are meant where one
 * is named, and Ongaro's thesis (<i>Consensus: Bridging Theory and Practice</i>, 2014).
 *
 * <p>{@link dev.glomers.consensus.Raft} is a server of figure 2, {@link
 * dev.glomers.consensus.PersistentState} and {@link dev.glomers.consensus.Messages} are what it
 * keeps and tells, and {@link dev.glomers.consensus.Leader} and {@link
 * dev.glomers.consensus.Follower} copy logs. {@link dev.glomers.consensus.Agreement} runs what is
 * committed, and answers. {@link dev.glomers.consensus.Figure3} claims what always holds.
 *
 * <h2>When messages are sent</h2>
 *
 * <p>Once an interval the leader sends each other node what is new. The others answer somewhat
 * before it sends again. So one message down brings entries, and what is committed of the last
 * ones; one up acknowledges, and brings the requests of the clients there. These are 2(n - 1)
 * messages an interval for everything. A request waits half an interval on the average, and its
 * entry one more for the acknowledgements; the node that it came to runs it and answers. A leader
 * that has nothing to send is silent but for a heartbeat.
 *
 * <p>Reads are commands too. In a batch an entry costs no message and no time: a read index
 * (thesis, 6.4) would need the same round to confirm the leader, and a lease would rest on clocks
 * that go at one speed. Here nothing that is safe rests on any clock.
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
 * <p>A request is refused for certain only if nobody was told of it, after two elections without a
 * leader. What somebody was told of is answered when it has run, and never if it does not.
 *
 * <h2>What is kept</h2>
 *
 * <p>Votes, answers and the leader's own share in a majority wait until what they speak for is
 * durable; entries are sent before (thesis, 10.2.1). When a log has become twice as long as the
 * last snapshot, a new one takes its place (§7; thesis, 5.1.2).
 */
@NullMarked
package dev.glomers.consensus;

import org.jspecify.annotations.NullMarked;
