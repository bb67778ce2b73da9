/**
 * What a challenge is given: a {@link dev.glomers.runtime.MessageBus}, a {@link
 * dev.glomers.runtime.KvClient}, a {@link dev.glomers.runtime.Scheduler} and, if it wants to
 * outlive a kill, a {@link dev.glomers.runtime.Storage}.
 *
 * <p>Everything in a node happens on one event loop, one thing after the other. So a challenge
 * needs no lock, and since time, timers and randomness come from the scheduler alone, the same
 * class runs on the real clock and in the simulation.
 */
@NullMarked
package dev.glomers.runtime;

import org.jspecify.annotations.NullMarked;
