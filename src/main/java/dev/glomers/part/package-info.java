/**
 * The parts of the challenge, as {@code config/} describes them: the official test of each, its
 * limits and goals, and the challenge that solves it.
 */
@NullMarked
package dev.glomers.part;

import org.jspecify.annotations.NullMarked;
