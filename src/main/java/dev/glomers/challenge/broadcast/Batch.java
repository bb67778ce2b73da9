package dev.glomers.challenge.broadcast;

import java.util.Map;

/**
 * Brings all that the receiver is not known to have: who takes it in has the first {@code end} of
 * the sender's values, and acknowledges them by that number alone. All times are in milliseconds.
 *
 * @param origin the name of the sender's own log: another one after each restart
 * @param hub the node that the sender takes for the hub
 * @param to the receiver's origin; empty if the sender knows nothing of it
 * @param ack how many of the receiver's values the sender has, in the order of the receiver
 * @param end how many values the sender has, in its own order
 * @param at the sender's clock
 * @param echo the receiver's clock as its last batch to the sender told it; 0 if there was none
 * @param waited how long ago that batch was received
 * @param within how long the receiver may keep the values to itself
 * @param next when the sender will send again, if it is the hub
 * @param log the values, by their origin
 */
record Batch(
    String origin,
    String hub,
    String to,
    int ack,
    int end,
    long at,
    long echo,
    long waited,
    long within,
    long next,
    Map<String, Run> log) {}
