package dev.glomers.gossip;

import java.util.Map;

/**
 * Brings all that the receiver is not known to have: who takes it in has all that the sender had,
 * and acknowledges it by one number. All times are in milliseconds.
 *
 * @param origin the sender's
 * @param hub the node that the sender takes for the hub
 * @param to the receiver's origin; empty if the sender knows nothing of it
 * @param ack how much of what the receiver has the sender has too, in the order of the receiver
 * @param end how much the sender has, in its own order
 * @param at the sender's clock
 * @param echo the receiver's clock as its last message to the sender told it; 0 if there was none
 * @param waited how long ago that was received
 * @param within how long the receiver may keep the items to itself
 * @param next when the sender will send again, if it is the hub
 * @param log the items, by their origin
 * @param stable how much of each origin's log all nodes have, where the receiver may not know
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
    Map<String, Stretch> log,
    Map<String, Integer> stable) {}
