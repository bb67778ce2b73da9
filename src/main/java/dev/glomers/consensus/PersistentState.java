package dev.glomers.consensus;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.consensus.Messages.LogEntry;
import dev.glomers.consensus.Messages.Snapshot;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The persistent state of figure 2: currentTerm, votedFor and the log, whose beginning may have
 * become a snapshot (§7). An answer waits until the state that it depends on is durable; changes
 * made meanwhile share the next write.
 */
final class PersistentState {
  /** The delay before a retry when the disk was full. */
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  private final @Nullable Storage storage;
  private final Scheduler scheduler;

  /** Only this class changes its fields. The vote is empty if there is none. */
  long term;

  String vote = "";
  Snapshot base = new Snapshot(0, 0, Map.of(), Json.NULL);
  private final List<LogEntry> entries = new ArrayList<>();

  /** Whether the journal lacks any change, and the first index whose entry it lacks. */
  private boolean changed;

  private long changedFrom = 1;

  /** Whether the next record must replace all earlier records. */
  private boolean replaces;

  /** Actions to run once the next record is durable. */
  private List<Runnable> waiting = new ArrayList<>();

  private boolean busy;

  /** Whether the last write failed, as on a full disk. */
  boolean full;

  /** Whether, in this life, another node's snapshot or entries replaced entries of this log. */
  boolean installed;

  boolean truncated;

  /**
   * A record of the journal, in JSON.
   *
   * @param snapshot replaces the log of the records before, if there is one
   * @param from the index of the first entry; the entries replace all from there on
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private record Kept(
      long term, String vote, List<Snapshot> snapshot, long from, List<LogEntry> entries) {}

  /**
   * @param storage null to keep all in memory
   */
  PersistentState(@Nullable Storage storage, Scheduler scheduler) {
    this.storage = storage;
    this.scheduler = scheduler;
  }

  /** Restores what the node's earlier lives wrote. */
  CompletionStage<Void> open(String node) {
    return storage == null
        ? CompletableFuture.completedStage(null)
        : storage.open(node, record -> read(record.as(Kept.class))).thenRun(this::opened);
  }

  private void read(Kept kept) {
    term = kept.term();
    vote = kept.vote();
    kept.snapshot().forEach(snapshot -> replace(snapshot, List.of()));
    put(kept.from(), kept.entries());
  }

  private void opened() {
    changedFrom = last() + 1;
    replaces = false;
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

  /** The entries from an index on. */
  List<LogEntry> from(long index) {
    return List.copyOf(entries.subList(place(index), entries.size()));
  }

  /** The total length of the commands after the snapshot. */
  long bytes() {
    return entries.stream().mapToLong(entry -> entry.command().length()).sum();
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

  /** §7: replaces the log with another node's snapshot. */
  void install(Snapshot snapshot) {
    installed = true;
    replace(snapshot, List.of());
  }

  /** §7: replaces the entries up to an index with a snapshot of the state that they led to. */
  void compact(long index, Json state) {
    Map<String, Long> sessions = new HashMap<>(base.sessions());
    for (LogEntry entry : entries.subList(0, place(index + 1))) {
      sessions.put(entry.session(), entry.number());
    }
    replace(new Snapshot(index, term(index), sessions, state), from(index + 1));
  }

  private void replace(Snapshot snapshot, List<LogEntry> rest) {
    base = snapshot;
    entries.clear();
    entries.addAll(rest);
    replaces = true;
  }

  /** Runs an action once all changes so far are durable. */
  void whenDurable(Runnable action) {
    waiting.add(action);
    write();
  }

  private void write() {
    if (busy) {
      return;
    }
    List<Runnable> then = waiting;
    waiting = new ArrayList<>();
    if (storage == null || !(changed || replaces)) {
      then.forEach(Runnable::run);
      return;
    }
    boolean all = replaces;
    long from = all ? base.index() + 1 : changedFrom;
    List<Kept> records =
        List.of(new Kept(term, vote, all ? List.of(base) : List.of(), from, from(from)));
    busy = true;
    changed = false;
    replaces = false;
    changedFrom = last() + 1;
    (all ? storage.replace(records) : storage.append(records))
        .whenComplete(
            (done, failure) -> {
              full = failure != null;
              if (full) {
                changed = true;
                replaces |= all;
                changedFrom = Math.min(changedFrom, from);
                waiting.addAll(0, then);
                scheduler.after(RETRY_DELAY, this::next);
              } else {
                then.forEach(Runnable::run);
                next();
              }
            });
  }

  private void next() {
    busy = false;
    write();
  }
}
