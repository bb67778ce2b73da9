package dev.glomers.challenge.broadcast;

import java.util.List;

/**
 * Brings all that the receiver is not known to have; acknowledges, as every message does, all that
 * the sender has. All times are in milliseconds.
 *
 * @param at the sender's clock
 * @param echo the receiver's clock as its last batch to the sender told it; 0 if there was none
 * @param waited how long ago that batch was received
 * @param within how long the receiver may keep the values to itself
 * @param next when the sender will send again, if it is the hub
 */
record Batch(State state, long at, long echo, long waited, long within, long next, List<Run> log) {}
