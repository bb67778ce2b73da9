package dev.glomers.consensus;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.GroupCommit;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The persistent state of figure 2: currentTerm, votedFor and the log, whose beginning may have
 * become a snapshot (§7). An answer waits until the state that it depends on is durable.
 */
final class PersistentState {
  /** Null to keep all in memory. */
  private final @Nullable Storage storage;

  /** Only this class changes its fields. The vote is empty if there is none. */
  long term;

  String vote = "";
  Snapshot base = new Snapshot(0, 0, Map.of(), Json.of(new Agreement.Values(List.of())));
  private final List<LogEntry> entries = new ArrayList<>();

  /** Whether the journal lacks any change, and the first index whose entry it lacks. */
  private boolean changed;

  private long changedFrom = 1;

  /** Whether the next record must replace all earlier records. */
  private boolean replaces;

  final GroupCommit journal;

  /** Whether, in this life, another node's entries replaced entries of this log. */
  boolean truncated;

  /**
   * A log entry: a request, or the no-op with which a leader begins its term.
   *
   * @param session the life of the node that received the request; empty for a no-op
   * @param number numbers the session's requests from 1
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record LogEntry(long term, String session, long number, Json command) {}

  /**
   * Replaces the beginning of a log (§7).
   *
   * @param index the last entry that it replaces; {@code term} is that entry's
   * @param sessions how many requests of each session it covers
   * @param state the state machine's state after them
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Snapshot(long index, long term, Map<String, Long> sessions, Json state) {}

  /**
   * A record of the journal, in JSON.
   *
   * @param snapshot replaces the log of the records before, if there is one
   * @param from the index of the first entry; the entries replace all from there on
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private record Kept(
      long term, String vote, List<Snapshot> snapshot, long from, List<LogEntry> entries) {}

  PersistentState(@Nullable Storage storage, Scheduler scheduler) {
    this.storage = storage;
    journal = new GroupCommit(storage, scheduler, this::changes);
  }

  /** Restores what the node's earlier lives wrote: those are no changes to write again. */
  CompletionStage<Void> open(String node) {
    return storage == null
        ? CompletableFuture.completedStage(null)
        : storage.open(node, record -> read(record.as(Kept.class))).thenRun(this::changes);
  }

  private void read(Kept kept) {
    term = kept.term();
    vote = kept.vote();
    kept.snapshot().forEach(snapshot -> replace(snapshot, List.of()));
    put(kept.from(), kept.entries());
  }

  void vote(long newTerm, String node) {
    term = newTerm;
    vote = node;
    changed = true;
  }

  /** The index of the last entry; indices start at 1. */
  long last() {
    return base.index() + entries.size();
  }

  private int place(long index) {
    return (int) (index - base.index() - 1);
  }

  LogEntry entry(long index) {
    return entries.get(place(index));
  }

  /** The term of an entry in the log, or of the last one in the snapshot. */
  long term(long index) {
    return index == base.index() ? base.term() : entry(index).term();
  }

  List<LogEntry> from(long index) {
    return List.copyOf(entries.subList(place(index), entries.size()));
  }

  /** The total length of the commands after one index, up to another. */
  long bytes(long after, long to) {
    return entries.subList(place(after + 1), place(to + 1)).stream()
        .mapToLong(entry -> entry.command().length())
        .sum();
  }

  /** How many requests of a session the log has; they are its first ones, in order. */
  long present(String session) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).session().equals(session)) {
        return entries.get(i).number();
      }
    }
    return base.sessions().getOrDefault(session, 0L);
  }

  /** §5.4.1: whether a log with this last entry is at least as up-to-date as this one. */
  boolean isUpToDate(long lastIndex, long lastTerm) {
    long ownTerm = term(last());
    return lastTerm > ownTerm || (lastTerm == ownTerm && lastIndex >= last());
  }

  /** §5.3: whether the log has this entry of the leader's. A snapshot's entries are committed. */
  boolean matches(long index, long term) {
    return index < base.index() || (index <= last() && term(index) == term);
  }

  /** Appends an entry; it replaces those from its index on. */
  void append(long index, LogEntry entry) {
    truncated |= index <= last();
    put(index, List.of(entry));
    changedFrom = Math.min(changedFrom, index);
    changed = true;
  }

  private void put(long index, List<LogEntry> added) {
    entries.subList(place(index), entries.size()).clear();
    entries.addAll(added);
  }

  /** §7: a snapshot of the state that the entries up to an index led to. */
  Snapshot snapshot(long index, Json state) {
    Map<String, Long> sessions = new HashMap<>(base.sessions());
    for (LogEntry entry : entries.subList(0, place(index + 1))) {
      sessions.put(entry.session(), entry.number());
    }
    return new Snapshot(index, term(index), sessions, state);
  }

  /** §7: replaces the log with a snapshot and the entries after it. */
  void replace(Snapshot snapshot, List<LogEntry> rest) {
    base = snapshot;
    entries.clear();
    entries.addAll(rest);
    replaces = true;
  }

  private GroupCommit.Changes changes() {
    // Whatever a failed write was to bring, the whole state has it.
    boolean all = replaces || journal.isFull();
    long from = all ? base.index() + 1 : changedFrom;
    Kept kept = new Kept(term, vote, all ? List.of(base) : List.of(), from, from(from));
    List<Kept> records = changed || all ? List.of(kept) : List.of();
    changed = false;
    replaces = false;
    changedFrom = last() + 1;
    return new GroupCommit.Changes(all, records, () -> {});
  }
}
