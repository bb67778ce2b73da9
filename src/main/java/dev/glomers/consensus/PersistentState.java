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
 * The persistent state of figure 2: the current term, for whom this node voted in it, and the log,
 * whose beginning may have become a snapshot (§7). Whoever answers for it waits until it is
 * durable; what changes meanwhile shares the next write.
 */
final class PersistentState {
  /** When to try again after the disk was full. */
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  private final @Nullable Storage storage;
  private final Scheduler scheduler;

  /** Changed by the methods alone, as all that is here; the vote is empty if there is none. */
  long term;

  String vote = "";
  Snapshot base = new Snapshot(0, 0, Map.of(), Json.NULL);
  private final List<LogEntry> entries = new ArrayList<>();

  /** Whether anything here is not in the journal, and from which index on entries are not. */
  private boolean changed;

  private long changedFrom = 1;

  /** Whether the next record is to take the place of all that were written. */
  private boolean replaces;

  /** What goes on once the next record is durable. */
  private List<Runnable> waiting = new ArrayList<>();

  private boolean busy;

  /** Whether nothing can be written for now. */
  boolean full;

  /** Whether in this life another's snapshot, or entries, came in place of what was here. */
  boolean installed;

  boolean truncated;

  /**
   * A record of the journal, in JSON.
   *
   * @param snapshot in place of the log before, if there is one
   * @param from the index of the first entry; they come in place of all from that on
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

  /** Goes on from what the node's former lives left. */
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

  /** The index of the last entry; the first ever has 1. */
  long last() {
    return base.index() + entries.size();
  }

  private int place(long index) {
    return (int) (index - base.index() - 1);
  }

  LogEntry entry(long index) {
    return entries.get(place(index));
  }

  /** The term of an entry that is here, or of the last that the snapshot stands for. */
  long term(long index) {
    return index == base.index() ? base.term() : entry(index).term();
  }

  /** The entries from an index on. */
  List<LogEntry> from(long index) {
    return List.copyOf(entries.subList(place(index), entries.size()));
  }

  /** How long the commands are that came after the snapshot. */
  long bytes() {
    return entries.stream().mapToLong(entry -> entry.command().length()).sum();
  }

  /** How many requests of a session are here: its first ones, in order. */
  long present(String session) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).session().equals(session)) {
        return entries.get(i).number();
      }
    }
    return base.sessions().getOrDefault(session, 0L);
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

  /** Adds an entry, in place of those from its index on. */
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

  /** §7: puts another's snapshot in place of the log. */
  void install(Snapshot snapshot) {
    installed = true;
    replace(snapshot, List.of());
  }

  /** §7: puts a snapshot in place of the entries up to an index, which have left that state. */
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

  /** Runs an action once all that was changed so far is durable. */
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
