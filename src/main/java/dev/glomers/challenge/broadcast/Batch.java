package dev.glomers.challenge.broadcast;

import java.util.List;

/**
 * Brings what the receiver should lack; acknowledges, as every message does, all that the sender
 * has.
 *
 * @param seq counts the batches from this sender to this receiver
 * @param echo the last {@code seq} that the sender received from the receiver
 * @param waited how long ago that was, in milliseconds
 * @param within how long the receiver may keep the values to itself, in milliseconds
 * @param next when the hub will send again, in milliseconds from now; 0 from a leaf
 */
record Batch(State state, int seq, int echo, long waited, long within, long next, List<Run> log) {}
