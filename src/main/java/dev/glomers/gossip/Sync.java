package dev.glomers.gossip;

import java.util.Map;

/**
 * Tells what the sender has, to a peer that may know nothing of that.
 *
 * @param asks whether the receiver is to answer with a {@code sync} at once; then the batch is
 *     empty
 * @param have the sender's version vector
 */
record Sync(boolean asks, Map<String, Integer> have, Batch batch) {}
