/**
 * Part 3: broadcast. What any node is sent is to be read on all of them.
 *
 * <h2>How</h2>
 *
 * <p>Each node keeps a log for each <i>origin</i>: a node between two starts. A version vector says
 * how much of each log a node has, and every message carries its sender's, so every message
 * acknowledges, and shows what was lost. What one node sends another is what lies between two
 * vectors. There are two messages:
 *
 * <ul>
 *   <li>{@code batch} brings what the receiver should lack;
 *   <li>{@code sync}, an RPC, asks for what the sender lacks; whoever is asked learns what it lacks
 *       itself. It is sent only if something was not acknowledged in time, and once by a node that
 *       has started and hears of nobody.
 * </ul>
 *
 * <p>The first node is the {@link dev.glomers.challenge.broadcast.Hub hub}, the others are {@link
 * dev.glomers.challenge.broadcast.Leaf leaves}. The hub sends to all leaves once an interval. Its
 * batch tells when the next is due, and how long the leaf's last waited, from which the leaf knows
 * the round trip; so it sends just in time for the next. One message up and one down for each leaf
 * and interval is all, and the one down acknowledges the one up. A batch that comes late although
 * its values cannot wait for another interval is passed on at once.
 *
 * <p>Where the interval is zero nothing may wait: every node sends its own values straight to all
 * others, one hop, and the hub only sees to it that nobody missed any.
 *
 * <h2>Why nothing is lost</h2>
 *
 * <p>Each leaf sees to it that its hub has all that it has, and the hub that all have what it has,
 * until they acknowledge. So what one node has, all will have as long as each can reach the hub.
 *
 * <p>A hub that does not answer is suspected; the leaf asks those before it in the order of nodes,
 * and takes the first that answers for its hub, or itself if none does (the <a
 * href="https://doi.org/10.1109/TC.1982.1675885">bully algorithm</a>). A node whose hub is a leaf
 * itself is served through it. The hub of a node always comes before it in the order, so there is
 * no cycle; each follows one that it reaches. Two hubs at a time cost messages, and no values. A
 * hub with suspects tries one of them in each retry interval, and when one answers all of them;
 * between it asks one that does answer what it knows, so that cuts that are no clean division
 * converge too. While nobody lacks anything nobody tries, and a cluster with nothing to do is
 * silent.
 *
 * <p>A node that was killed starts with another origin, so that its numbers do not collide, and its
 * first message shows what it lacks.
 *
 * <p>An acknowledgement promises, as configured, that the node has the value, or that another has
 * it too; the first is lost if the node is killed before it next sends.
 *
 * <h2>What it costs</h2>
 *
 * <p>With <i>n</i> nodes, an interval <i>T</i>, a latency <i>L</i> and <i>&lambda;</i> values a
 * second on each node: (n - 1)/T messages a second down and (n - 1)(1 - e<sup>-&lambda;T</sup>)/T
 * up. Once the last value is through, each leaf acknowledges it: n - 1 messages for each silence.
 * Values take between L and T + L + a guard until the last batch that has them is sent, and L more
 * until it arrives. Any algorithm in which values take at most D until then needs at least n/(D -
 * L) messages a second, for each node must hear of what came after its last message. In two hops
 * the star is the least there is: the hub must hear from every node that has something.
 *
 * <p>25 nodes, 100 operations a second for 20 s, L = 100 ms, in a simulation: messages between
 * nodes for each operation, with that bound beside them.
 *
 * <pre>{@code
 * interval ms  msgs/op  bound   stable latency p50 / max ms
 *         100     2.87   2.00     188 /  199
 *         200     1.63   1.11     269 /  299
 *         300     1.19   0.77     193 /  422
 *         420     0.93   0.56     290 /  540
 *         600     0.72   0.40     401 /  713
 *         800     0.57   0.30     509 /  914
 *        1200     0.42   0.20     668 / 1315
 *        1700     0.31   0.14     948 / 1828
 * }</pre>
 *
 * <p>At an interval of 420 ms, 5 nodes take 0.21 messages for each operation, 10 nodes 0.42, 25
 * nodes 0.93, 50 nodes 1.60 and 100 nodes 2.88, at the same latency.
 */
@NullMarked
package dev.glomers.challenge.broadcast;

import org.jspecify.annotations.NullMarked;
