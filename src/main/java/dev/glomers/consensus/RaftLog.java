package dev.glomers.consensus;

import dev.glomers.protocol.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node's log (§5.3), whose beginning may have become a snapshot. Indexes begin at 1. */
final class RaftLog {
  private Snapshot base = Snapshot.EMPTY;
  private final List<LogEntry> entries = new ArrayList<>();
  private long bytes;

  /** How many requests of each session are here: its first ones, in order. */
  private final Map<String, Long> sessions = new HashMap<>();

  Snapshot base() {
    return base;
  }

  /** The index of the last entry. */
  long last() {
    return base.index() + entries.size();
  }

  /** How long the commands are that came after the snapshot. */
  long bytes() {
    return bytes;
  }

  LogEntry entry(long index) {
    return entries.get((int) (index - base.index() - 1));
  }

  /** The term of an entry that is here, or of the last that the snapshot stands for. */
  long term(long index) {
    return index == base.index() ? base.term() : entry(index).term();
  }

  /** The entries from an index on. */
  List<LogEntry> from(long index) {
    return List.copyOf(entries.subList((int) (index - base.index() - 1), entries.size()));
  }

  /** Up to which number a session's requests are here. */
  long present(String session) {
    return sessions.getOrDefault(session, 0L);
  }

  /** §5.4.1: whether a log that ends so has all that is committed, as far as this one can tell. */
  boolean isUpToDate(long lastIndex, long lastTerm) {
    long ownTerm = term(last());
    return lastTerm > ownTerm || (lastTerm == ownTerm && lastIndex >= last());
  }

  /** §5.3: whether the log is the leader's up to that entry. What a snapshot has was committed. */
  boolean matches(long index, long term) {
    return index < base.index() || (index <= last() && term(index) == term);
  }

  void append(LogEntry entry) {
    entries.add(entry);
    bytes += entry.command().length();
    if (entry.isRequest()) {
      sessions.put(entry.session(), entry.number());
    }
  }

  /** Drops the entries from an index on, if there are any. */
  void truncate(long from) {
    if (from <= last()) {
      List<LogEntry> kept = List.copyOf(entries.subList(0, (int) (from - base.index() - 1)));
      restore(base);
      kept.forEach(this::append);
    }
  }

  /** Drops all, and begins with a snapshot. */
  void restore(Snapshot snapshot) {
    base = snapshot;
    entries.clear();
    bytes = 0;
    sessions.clear();
    sessions.putAll(snapshot.sessions());
  }

  /** Puts a snapshot in place of the entries up to an index, which are committed. */
  void compact(long index, Json state) {
    long term = term(index);
    List<LogEntry> rest = from(index + 1);
    truncate(index + 1);
    restore(new Snapshot(index, term, Map.copyOf(sessions), state));
    rest.forEach(this::append);
  }
}
