/**
 * A challenge's collaborators: a {@link dev.glomers.runtime.MessageBus}, a {@link
 * dev.glomers.runtime.KvClient}, a {@link dev.glomers.runtime.Scheduler} and, if its state must
 * survive a kill, a {@link dev.glomers.runtime.Storage}.
 *
 * <p>Everything in a node happens on one event loop, one event at a time. So a challenge needs no
 * lock, and since time, timers and randomness come from the scheduler alone, the same class runs on
 * the real clock and in the simulation.
 */
@NullMarked
package dev.glomers.runtime;

import org.jspecify.annotations.NullMarked;
