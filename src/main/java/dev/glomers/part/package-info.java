/**
 * The parts of the challenge as {@code config/} describes them: for each its official test, what
 * that test is held to, and the challenge that solves it.
 */
@NullMarked
package dev.glomers.part;

import org.jspecify.annotations.NullMarked;
