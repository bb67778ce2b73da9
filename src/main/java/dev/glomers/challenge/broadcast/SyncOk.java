package dev.glomers.challenge.broadcast;

import java.util.Map;

/** The answer to {@link Sync}. */
record SyncOk(State state, Map<String, Run> log) {}
