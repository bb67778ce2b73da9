package dev.glomers.challenge.broadcast;

import java.util.List;

/** The answer to {@link Sync}. */
record SyncOk(State state, List<Run> log) {}
