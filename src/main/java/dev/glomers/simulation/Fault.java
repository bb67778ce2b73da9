package dev.glomers.simulation;

import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Something that goes wrong for a time, again and again.
 *
 * @param start begins it and says, in words, what it does to whom
 * @param stop ends it; nothing of it is left
 */
record Fault(Function<RandomGenerator, String> start, Runnable stop) {}
