/**
 * A key-value store that behaves like a single copy: linearizable (Herlihy and Wing, 1990).
 *
 * <p>Every request, including a read, is a command that {@linkplain dev.glomers.consensus all
 * nodes} run in one order, each between its request and its answer. An error from the store itself
 * is the command's result at its place in that order, so it is as certain as any other answer.
 */
@NullMarked
package dev.glomers.challenge.linkv;

import org.jspecify.annotations.NullMarked;
