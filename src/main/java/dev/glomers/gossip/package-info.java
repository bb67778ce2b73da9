/**
 * The engine under broadcast, sets, counters, the replicated log and the transactions: every item
 * that one node has reaches all nodes.
 *
 * <h2>What it replicates</h2>
 *
 * <p>An <i>origin</i> is one life of a node: a node that restarts is a new origin. Each origin has
 * a log, and only that origin appends to it. A version vector says how much of each log a node has.
 * A node keeps one for each node that it deals with: what that peer is known to have. There are two
 * messages:
 *
 * <ul>
 *   <li>{@code batch} brings everything that the receiver is not known to have. That includes what
 *       earlier batches brought and the receiver has not acknowledged, so losing a batch costs time
 *       and no extra message. A receiver takes a batch in one step and then has everything that the
 *       sender had. One number acknowledges it: how much the sender had, in the sender's own order.
 *   <li>{@code sync} also carries the sender's version vector, and may ask for one in return. Nodes
 *       use it when they know nothing of each other, and when an expected message did not come.
 * </ul>
 *
 * <p>This is anti-entropy with version vectors (Petersen et al., <i>Flexible Update Propagation for
 * Weakly Consistent Replication</i>, 1997) in delta-intervals (Almeida, Shoker and Baquero,
 * <i>Delta State Replicated Data Types</i>, 2018). A challenge may drop an item once a later item
 * replaces it. A dropped item travels as null.
 *
 * <h2>When it sends, and to whom</h2>
 *
 * <p>In a {@link dev.glomers.gossip.Mesh mesh} each node sends its clients' items straight to all
 * others, once an interval. In a star the first node is the {@link dev.glomers.gossip.Hub hub}. It
 * sends to all others, the {@link dev.glomers.gossip.Leaf leaves}, once an interval. Its batch says
 * when the next one is due. A leaf reads the hub's clock by the fastest of the recent batches, and
 * sends just in time for the hub's next batch. So each leaf costs one message up and one down for
 * each interval, and the one down acknowledges the one up. If a leaf's item arrives too late and
 * cannot wait for another interval, the hub sends between. A node sends no batch while it has no
 * news: a cluster with nothing to do is silent.
 *
 * <h2>Why nothing is lost</h2>
 *
 * <p>Each leaf makes sure that its hub has everything that the leaf has. The hub makes sure that
 * all others have everything that the hub has. Both go on until the other side acknowledges. In a
 * mesh each node does this for all others. A node asks a peer with {@code sync} when the peer's
 * acknowledgement is overdue, and suspects the peer when it does not answer. A leaf that suspects
 * its hub takes the first node in order that answers as its hub, or becomes the hub if no node
 * before it answers (the <a href="https://doi.org/10.1109/TC.1982.1675885">bully algorithm</a>). A
 * leaf can serve as another node's hub. A node's hub always comes before it in the order, so there
 * is no cycle. Two hubs at a time cost messages, and no items. A hub asks one suspect in each retry
 * interval, and all of them once one answers. It also asks one of the nodes that do answer what
 * that node knows, so that the nodes converge when the network is not cut into clean halves.
 *
 * <p><b>Time-outs are learnt.</b> Every message tells the sender's clock and echoes the receiver's,
 * so every answer measures the round trip, a late answer too. A node repeats a question after the
 * median of the recent round trips, and suspects the peer when the time-out of RFC 6298 has passed
 * twice in a row. Before the first measurement that takes 10 s, so that a slow network is not taken
 * for a broken one.
 *
 * <p><b>Restarts.</b> The lives of a node are numbered, and the greater number is the later life. A
 * node ignores the words of a former life once it knows of a later one. If a clock went back, so
 * that the new life has the lesser number, the others tell it so, and it takes a greater number. A
 * batch names the origin that it is meant for. A node that gets one for its former life asks the
 * sender for everything. A node that has started and hears nobody asks one node after another.
 *
 * <h2>What is promised</h2>
 *
 * <p>An acknowledgement promises, as {@linkplain dev.glomers.gossip.GossipConfig#acknowledge()
 * configured}, that this node has the item, the store, another node, all that answer, or all.
 *
 * <p><b>A journal</b> keeps items beyond a node's death. On the node's own disk it keeps everything
 * that the node has. In a key-value store it keeps what clients added at the node, and a later life
 * reads there what all nodes have stored. A node with a journal sends and acknowledges only what is
 * <i>durable</i>: everything that came before the first item that the journal does not have yet.
 * (The exception is a store while an acknowledgement promises no more than receipt.) So a later
 * life finds everything that a former life told or acknowledged, no number is used twice, and the
 * promises above hold for disks as they do for memories. A life that finds something first asks the
 * others what they have. From then on each side sends only what the other lacks.
 *
 * <p><b>Stability.</b> An item is <i>stable</i> at a node when the node knows that all nodes have
 * it. A node counts what a peer has only while the node itself has everything that the peer had
 * when it said so, and only if the peer knows the latest life of every node. So no item that a peer
 * had before the stable one turns up later: the log needs this for its order. A hub tells its
 * leaves what is stable, because they do not hear each other.
 *
 * <h2>What it costs</h2>
 *
 * <p>With <i>n</i> nodes, an interval <i>T</i>, a latency <i>L</i> and <i>&lambda;</i> items a
 * second on each node: in a star (n - 1)/T messages a second down and (n - 1)(1 -
 * e<sup>-&lambda;T</sup>)/T up; in a mesh n times that. After the last item each leaf sends one
 * acknowledgement: n - 1 messages for each silence. In a star an item takes between L and T + L + a
 * guard until the last batch with it is sent, and L more until it arrives. Any algorithm in which
 * that takes at most D needs at least n/(D - L) messages a second, because each node must hear what
 * came after its last message. Among algorithms of two hops the star is the cheapest, because the
 * hub must hear from every node that has something.
 */
@NullMarked
package dev.glomers.gossip;

import org.jspecify.annotations.NullMarked;
