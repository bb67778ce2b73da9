package dev.glomers.gossip;

import java.util.Map;

/**
 * Tells what the sender has to one who may know nothing of it.
 *
 * @param asks whether to be answered in kind, at once; then the batch brings nothing
 * @param have the sender's version
 */
record Sync(boolean asks, Map<String, Integer> have, Batch batch) {}
