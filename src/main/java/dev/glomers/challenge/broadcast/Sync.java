package dev.glomers.challenge.broadcast;

/** Asks a node for what it has that the sender has not. It is answered at once. */
record Sync(State state) {}
