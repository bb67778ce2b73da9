/**
 * A set that only grows. An element that is added at any node appears on all, as in broadcast.
 *
 * <p>An element is an item of the log that {@link dev.glomers.gossip} brings to all nodes. A set
 * forgets in which order and how often an element came. It is the grow-only set of Shapiro,
 * Preguica, Baquero and Zawirski, <a href="https://inria.hal.science/inria-00555588">A
 * comprehensive study of Convergent and Commutative Replicated Data Types</a> (2011), of which only
 * what is new is sent.
 */
@NullMarked
package dev.glomers.challenge.set;

import org.jspecify.annotations.NullMarked;
