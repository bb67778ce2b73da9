/**
 * Part 3: broadcast. What any node is sent is to be read on all of them.
 *
 * <h2>How</h2>
 *
 * <p>Each node keeps a log for each <i>origin</i>: a node between two starts. A version vector says
 * how much of each log a node has, and a node keeps one for each other node: what that is known to
 * have. There are two messages:
 *
 * <ul>
 *   <li>{@code batch} brings all that the receiver is not known to have, what earlier batches
 *       brought without being acknowledged among it: to lose one costs time, and no message. So
 *       whoever takes one in has all that its sender had, and one number acknowledges that: how
 *       many values the sender had. Every batch says how many it comes with, and acknowledges.
 *   <li>{@code sync}, an RPC, tells its sender's version vector, and is answered with another and
 *       with what the sender lacks. It is for nodes that know nothing of each other, and for when
 *       something should have happened and did not.
 * </ul>
 *
 * <p>When a node sends, and who it sees to, is its {@link dev.glomers.challenge.broadcast.Role}:
 *
 * <ul>
 *   <li>Where nothing may wait, the nodes are a {@link dev.glomers.challenge.broadcast.Mesh mesh}:
 *       each sends its clients' values straight to all others.
 *   <li>Otherwise they are a star. The first node is the {@link dev.glomers.challenge.broadcast.Hub
 *       hub} and sends to all others, the {@link dev.glomers.challenge.broadcast.Leaf leaves}, once
 *       an interval. Its batch tells when the next is due, on a clock that the leaf reads by the
 *       fastest batches of late, and how long the leaf's last waited, from which the leaf knows the
 *       round trip; so it sends just in time for the next. One message up and one down for each
 *       leaf and interval is all, and the one down acknowledges the one up. A batch that comes late
 *       although its values cannot wait for another interval is passed on when they must.
 * </ul>
 *
 * <h2>Why nothing is lost</h2>
 *
 * <p>Each leaf sees to it that its hub has all that it has, and the hub that all have what it has,
 * until they acknowledge; in a mesh each node does for all others. So what one node has, all will
 * have as long as the hub, or the sender, reaches them.
 *
 * <p>A node that is {@code sync}ed twice and does not answer is suspected. A leaf then takes the
 * first node in order that answers for its hub, or is the hub if none before it does (the <a
 * href="https://doi.org/10.1109/TC.1982.1675885">bully algorithm</a>), and asks what those have
 * that it is now to see to. A node whose hub is a leaf itself is served through it. The hub of a
 * node always comes before it in the order, so there is no cycle; each follows one that it reaches.
 * Two hubs at a time cost messages, and no values. A hub with suspects tries one of them in each
 * retry interval, and when one answers all of them; between it asks one that does answer what it
 * knows, so that cuts that are no clean division converge too. While nobody lacks anything nobody
 * tries, and a cluster with nothing to do is silent.
 *
 * <p>A node that was killed starts with another origin, so that its numbers do not collide. A batch
 * names the origin for which it is meant, and who gets one for its former life asks the sender for
 * all that this does not bring again. If that is the first that it hears, it sends nothing until it
 * has the answer; if it hears nobody it asks one after another. What a former life said may come
 * late, so whoever hears another origin than before asks who is there.
 *
 * <p>An acknowledgement promises, as {@linkplain
 * dev.glomers.challenge.broadcast.BroadcastConfig#acknowledge() configured}, that the node has the
 * value, or that another has it too; the first is lost if the node is killed before it next sends.
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
 *         100     2.84   2.53     186 /  199
 *         200     1.66   1.26     263 /  299
 *         300     1.23   0.79     193 /  418
 *         440     0.92   0.54     308 /  559
 *         600     0.74   0.41     399 /  713
 *         800     0.59   0.31     473 /  918
 *        1200     0.42   0.21     677 / 1308
 *        1700     0.31   0.15     891 / 1812
 * }</pre>
 *
 * <p>At an interval of 440 ms, 5 nodes take 0.20 messages for each operation, 10 nodes 0.41, 25
 * nodes 0.92, 50 nodes 1.59 and 100 nodes 2.69, at the same latency. While a tenth of all messages
 * is lost during half of the time, 25 nodes take 2 % more, and at an interval of 1680 ms 7 % more.
 */
@NullMarked
package dev.glomers.challenge.broadcast;

import org.jspecify.annotations.NullMarked;
