package dev.glomers.gossip;

import java.util.List;

/**
 * Brings everything that the receiver is not known to have. A receiver that has taken it in has
 * everything that the sender had, and acknowledges that by one number. All times are in
 * milliseconds.
 *
 * @param origin the sender's
 * @param hub the node that the sender takes for the hub
 * @param to the receiver's origin; empty if the sender knows nothing of it
 * @param ack how much of what the receiver has the sender has too, in the receiver's order
 * @param end how much the sender has, in its own order
 * @param at the sender's clock when it sent this
 * @param echo the receiver's clock as the last message from the receiver told it; 0 if there was
 *     none
 * @param waited how long ago the sender received that message
 * @param within how long the receiver may wait before it passes the items on
 * @param next how long until the sender sends again, if it is the hub
 * @param log the items, and how much of each log all nodes have, in the order in which the sender
 *     came to know of them
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
    List<Extent> log) {}
