package dev.glomers.simulation;

import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A fault that comes for a time, again and again.
 *
 * @param start begins the fault and describes in words what it does to whom
 * @param stop ends the fault completely
 */
record Fault(Function<RandomGenerator, String> start, Runnable stop) {}
