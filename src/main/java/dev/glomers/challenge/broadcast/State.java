package dev.glomers.challenge.broadcast;

/**
 * What a node tells of itself in every message.
 *
 * @param origin the name of its own log: another one after each restart
 * @param hub the node that it takes for the hub
 * @param have all that it has
 */
record State(String origin, String hub, Version have) {}
