/**
 * A key-value store that behaves as if there were one copy of it: linearizable (Herlihy and Wing,
 * 1990).
 *
 * <p>Every request, a read too, is a command that {@linkplain dev.glomers.consensus all nodes} run
 * in one order, each between its request and its answer. An error that the store itself gives is
 * what the command came to at its place in that order, so it is as certain as any other answer.
 */
@NullMarked
package dev.glomers.challenge.linkv;

import org.jspecify.annotations.NullMarked;
