/**
 * Part 2: ids that are unique in the whole cluster, without a message between nodes.
 *
 * <p>An id is a time, an incarnation and the node's number, each of fixed width in hexadecimal:
 *
 * <pre>{@code
 * 199a2c41d80  00000  5f3a90c1e2d4b687  0003
 * ms since 1970  |       incarnation     node
 *        count within it
 * }</pre>
 *
 * <ul>
 *   <li>Two ids of one incarnation differ in time and count: the pair only ever grows. A clock that
 *       stands still or jumps back leaves the time where it was, and only the count grows. When the
 *       count is full the time moves on by itself.
 *   <li>Two incarnations of one node differ in a random number of 64 bits that each draws when it
 *       starts: nothing has to be remembered across a kill. Among a million incarnations of one
 *       node the chance that any two draw the same is 3 in 10<sup>8</sup>, and even they would have
 *       to issue at the same millisecond.
 *   <li>Two nodes differ in their number.
 * </ul>
 *
 * <p>Ids sort by time as text (they are <i>k-sortable</i>): between nodes as closely as their
 * clocks agree. Total availability follows, since nobody is ever asked.
 *
 * <p>The layout is that of Snowflake (Twitter, 2010) with the random part of a version 7 UUID (<a
 * href="https://www.rfc-editor.org/rfc/rfc9562">RFC 9562</a>).
 */
@NullMarked
package dev.glomers.challenge.uniqueids;

import org.jspecify.annotations.NullMarked;
