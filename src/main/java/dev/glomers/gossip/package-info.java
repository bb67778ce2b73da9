/**
 * One engine under broadcast, sets, counters, the replicated log and the transactions: what one
 * node has, all will have.
 *
 * <h2>What it replicates</h2>
 *
 * <p>An <i>origin</i> is a node in one life: a node that starts again is another origin. Each has a
 * log, to which only it adds. A version vector says how much of each log a node has, and a node
 * keeps one for each other node that it deals with: what that is known to have. There are two
 * messages:
 *
 * <ul>
 *   <li>{@code batch} brings all that the receiver is not known to have, what earlier batches
 *       brought without being acknowledged among it: to lose one costs time, and no message. So
 *       whoever takes one in has all that its sender had, in one step, and one number acknowledges
 *       that: how much the sender had, in the sender's own order.
 *   <li>{@code sync} tells the sender's version vector besides, and may ask for another in return.
 *       It is for nodes that know nothing of each other, and for when something should have
 *       happened and did not.
 * </ul>
 *
 * <p>This is anti-entropy with version vectors (Petersen et al., <i>Flexible Update Propagation for
 * Weakly Consistent Replication</i>, 1997) in delta-intervals (Almeida, Shoker and Baquero,
 * <i>Delta State Replicated Data Types</i>, 2018). A challenge may drop an item when a later one
 * that is here takes its place; it then travels as null.
 *
 * <h2>When it sends, and to whom</h2>
 *
 * <p>In a {@link dev.glomers.gossip.Mesh mesh} each node sends what its clients add straight to all
 * others, once an interval. In a star the first node is the {@link dev.glomers.gossip.Hub hub} and
 * sends to all others, the {@link dev.glomers.gossip.Leaf leaves}, once an interval. Its batch
 * tells when the next is due, on a clock that the leaf reads by the fastest batches of late; so the
 * leaf sends just in time for that one. One message up and one down for each leaf and interval is
 * all, and the one down acknowledges the one up. What comes too late and cannot wait for another
 * interval is passed on when it must. Where nothing has come no batch is sent: a cluster with
 * nothing to do is silent.
 *
 * <h2>Why nothing is lost</h2>
 *
 * <p>Each leaf sees to it that its hub has all that it has, and the hub that all have what it has,
 * until they acknowledge; in a mesh each node does for all others. Who should have acknowledged and
 * has not is asked with {@code sync}; who is asked in vain is suspected. A leaf then takes the
 * first node in order that answers for its hub, or is the hub if none before it does (the <a
 * href="https://doi.org/10.1109/TC.1982.1675885">bully algorithm</a>). A node whose hub is a leaf
 * itself is served through it. The hub of a node always comes before it in the order, so there is
 * no cycle. Two hubs at a time cost messages, and no items. A hub with suspects tries one of them
 * in each retry interval, and when one answers all of them; between it asks one that does answer
 * what it knows, so that cuts that are no clean division converge too.
 *
 * <p><b>Time-outs are learnt.</b> Every message tells the sender's clock and echoes the receiver's,
 * so every answer is a measurement, a late one as well. After the median of late a question is
 * asked again; after the time-out of RFC 6298, twice in a row, a node is suspected. Where nothing
 * is measured yet that takes 10 s, so that a slow network is not taken for a broken one.
 *
 * <p><b>Restarts.</b> The lives of a node are numbered, and of two the greater number is the later.
 * What a former life says is not taken in any more by who has heard of the later one. If a clock
 * went back, so that the new life has the lesser number, the others tell it so and it takes a
 * greater one. A batch names the origin for which it is meant; who gets one for its former life
 * asks the sender for all. A node that has started and hears nobody asks one after another.
 *
 * <h2>What is promised</h2>
 *
 * <p>An acknowledgement promises, as {@linkplain dev.glomers.gossip.GossipConfig#acknowledge()
 * configured}, that this node has the item, the store, another node, all that answer, or all.
 *
 * <p><b>A journal</b> keeps what a node has beyond its death: on its own disk all of it, in a
 * key-value store what was added at the node, from where a later life reads what all nodes have
 * stored. A node with a journal speaks of what is <i>durable</i> alone: of all that came before the
 * first item that the journal does not have yet (unless it is a store, and an acknowledgement
 * promises no more than receipt). It neither brings the rest nor acknowledges it. So whatever a
 * life has told or acknowledged the next one finds again, no number is used twice, and the promises
 * above hold for disks as they do for memories. A life that finds something first asks what the
 * others have; from then on each side sends only what the other lacks.
 *
 * <p><b>Stability.</b> An item is <i>stable</i> at a node when it knows that all have it. A node
 * counts what a peer has only while it has itself all that the peer had when it said so, and only
 * if the peer knows the latest life of every node. So nothing that a node had before it had a
 * stable item turns up later: the log needs this for its order. A hub tells its leaves what is
 * stable, for they do not hear each other.
 *
 * <h2>What it costs</h2>
 *
 * <p>With <i>n</i> nodes, an interval <i>T</i>, a latency <i>L</i> and <i>&lambda;</i> items a
 * second on each node: in a star (n - 1)/T messages a second down and (n - 1)(1 -
 * e<sup>-&lambda;T</sup>)/T up; in a mesh n times that. Once the last item is through, each leaf
 * acknowledges it: n - 1 messages for each silence. In a star items take between L and T + L + a
 * guard until the last batch that has them is sent, and L more until it arrives. Any algorithm in
 * which that takes at most D needs at least n/(D - L) messages a second, for each node must hear of
 * what came after its last message. In two hops the star is the least there is: the hub must hear
 * from every node that has something.
 */
@NullMarked
package dev.glomers.gossip;

import org.jspecify.annotations.NullMarked;
