package dev.glomers.challenge.txn;

import java.util.List;

/**
 * Asks for a {@link Batch}: of a peer from which none has come since this node started, or which
 * has fallen silent.
 *
 * @param incarnation the sender's
 * @param seen what the sender has applied
 */
record Hello(long incarnation, List<Timestamp> seen) {}
