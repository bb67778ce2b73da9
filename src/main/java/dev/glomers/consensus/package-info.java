/**
 * Agreement: all nodes run the same commands in the same order, as long as a majority answers. This
 * is Raft, to be read beside the paper (Ongaro and Ousterhout, <i>In Search of an Understandable
 * Consensus Algorithm</i>, extended version, 2014), and Ongaro's thesis (<i>Consensus: Bridging
 * Theory and Practice</i>, 2014). Sections and figures are the paper's, unless the thesis is named.
 *
 * <p>{@link dev.glomers.consensus.Raft} is a server of figure 2, and {@link
 * dev.glomers.consensus.PersistentState} is what it stores. {@link dev.glomers.consensus.Leader}
 * and {@link dev.glomers.consensus.Follower} replicate the log. {@link
 * dev.glomers.consensus.Agreement} runs committed commands and answers. {@link
 * dev.glomers.consensus.Figure3} claims the invariants. Each class has the messages that it sends.
 *
 * <h2>When messages are sent</h2>
 *
 * <p>Once an interval the leader sends every other node the new entries and the commit index, each
 * node at its own time. A follower answers a third of an interval later: it acknowledges the
 * entries and adds its clients' requests. Everything together costs 2(n - 1) messages an interval,
 * and the leader commits n - 1 times. The node that received a request runs it and answers.
 *
 * <p>Reads are commands too. An entry in a batch costs no message and no time: a read index
 * (thesis, 6.4) would need the same round to confirm the leader, and a lease would rely on clocks
 * that run at one speed. Safety relies on no clock here.
 *
 * <h2>Why a request runs once</h2>
 *
 * <p>Each life of a node is a session, which numbers its requests. The node sends the leader all
 * requests that are not in its own log, again and again, until they are. A leader appends a request
 * only if it is the session's next one after those in its log. So a log, and every copy of it, has
 * each request once, in order and without gaps; a snapshot keeps one number per session. A new
 * leader has all committed entries (§5.4), so it does not append those again; requests lost with
 * the old leader are sent again. The replicated state need not keep results (thesis, 6.3): the node
 * that sent a request runs it too, and it alone knows the client. A node that gets a snapshot
 * instead of the entry does not know the result, and says so.
 *
 * <p>A node refuses a request for certain only if it has not sent it to anyone, after two elections
 * without a leader. A request that was sent is answered once it has run, or else never.
 *
 * <h2>What is stored</h2>
 *
 * <p>Votes, answers and the leader's own share in a majority wait until the state behind them is
 * durable; entries are sent before (thesis, 10.2.1). Once a log is twice as long as the last
 * snapshot, a new snapshot replaces it (§7; thesis, 5.1.2).
 */
@NullMarked
package dev.glomers.consensus;

import org.jspecify.annotations.NullMarked;
