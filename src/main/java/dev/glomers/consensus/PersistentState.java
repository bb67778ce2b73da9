package dev.glomers.consensus;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.Storage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The persistent state of figure 2: the current term, for whom this node voted in it, and the log.
 * Whoever answers for it waits until it is durable; what changes meanwhile shares the next write.
 */
final class PersistentState {
  /** When to try again after the disk was full. */
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  /** What a record is whose index is no entry's. */
  private static final long BALLOT = 0;

  private static final long SNAPSHOT = -1;

  private final @Nullable Storage storage;
  private final Scheduler scheduler;
  private final RaftLog log = new RaftLog();
  private Ballot ballot = new Ballot(0, "", -1);

  /** How often something was changed, and how many of the changes are durable. */
  private long changes;

  private long durableChanges;

  /** Up to where the log was handed to the disk, and is durable. */
  private long written;

  private long durable;

  private boolean ballotIsNew;
  private boolean snapshotIsNew;
  private boolean busy;
  private boolean full;
  private final Queue<Waiting> waiting = new ArrayDeque<>();

  /** What is to be done once so many changes are durable. */
  private record Waiting(long changes, Runnable action) {}

  /**
   * @param vote empty if there is none
   * @param life how often the node was started before
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private record Ballot(long term, String vote, long life) {}

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private record Kept(long index, Json value) {}

  /**
   * @param storage null to keep all in memory
   */
  PersistentState(@Nullable Storage storage, Scheduler scheduler) {
    this.storage = storage;
    this.scheduler = scheduler;
  }

  /** Begins the node's next life with what former ones left. */
  CompletionStage<Void> open(String node) {
    if (storage == null) {
      born(scheduler.wallClock().toEpochMilli());
      return CompletableFuture.completedStage(null);
    }
    return storage.open(node, this::read).thenRun(() -> born(ballot.life() + 1));
  }

  private void read(Json record) {
    Kept kept = record.as(Kept.class);
    if (kept.index() == BALLOT) {
      ballot = kept.value().as(Ballot.class);
    } else if (kept.index() == SNAPSHOT) {
      log.restore(kept.value().as(Snapshot.class));
    } else {
      truncate(kept.index());
      log.append(kept.value().as(LogEntry.class));
    }
  }

  private void born(long life) {
    written = log.last();
    durable = log.last();
    ballot(new Ballot(term(), vote(), life));
    write();
  }

  long term() {
    return ballot.term();
  }

  String vote() {
    return ballot.vote();
  }

  /** Greater than all before it of this node, where there is a disk. */
  long life() {
    return ballot.life();
  }

  RaftLog log() {
    return log;
  }

  boolean isFull() {
    return full;
  }

  /** Up to where the log is durable. */
  long durable() {
    return storage == null ? log.last() : durable;
  }

  void vote(long term, String node) {
    ballot(new Ballot(term, node, life()));
  }

  private void ballot(Ballot changed) {
    ballot = changed;
    ballotIsNew = true;
    changes++;
  }

  void append(LogEntry entry) {
    log.append(entry);
    changes++;
  }

  /** Drops the entries from an index on, if there are any. */
  void truncate(long from) {
    if (from <= log.last()) {
      log.truncate(from);
      written = Math.min(written, from - 1);
      durable = Math.min(durable, from - 1);
      changes++;
    }
  }

  /** Takes another's snapshot in place of all that is here. */
  void restore(Snapshot snapshot) {
    log.restore(snapshot);
    written = Math.min(written, snapshot.index());
    durable = Math.min(durable, snapshot.index());
    snapshotIsNew = true;
    changes++;
  }

  void compact(long index, Json state) {
    log.compact(index, state);
    snapshotIsNew = true;
    changes++;
  }

  /** Runs an action once all that was changed so far is durable. */
  void whenDurable(Runnable action) {
    write();
    if (durableChanges == changes) {
      action.run();
    } else {
      waiting.add(new Waiting(changes, action));
    }
  }

  private void write() {
    if (storage == null) {
      durableChanges = changes;
    } else if (!busy && durableChanges < changes) {
      write(storage);
    }
  }

  private void write(Storage disk) {
    long end = log.last();
    long count = changes;
    boolean replaces = snapshotIsNew;
    List<Json> records = new ArrayList<>();
    if (replaces) {
      records.add(Json.of(new Kept(SNAPSHOT, Json.of(log.base()))));
    }
    if (replaces || ballotIsNew) {
      records.add(Json.of(new Kept(BALLOT, Json.of(ballot))));
    }
    long from = replaces ? log.base().index() : written;
    for (long index = from + 1; index <= end; index++) {
      records.add(Json.of(new Kept(index, Json.of(log.entry(index)))));
    }
    written = end;
    ballotIsNew = false;
    snapshotIsNew = false;
    busy = true;
    (replaces ? disk.replace(records) : disk.append(records))
        .whenComplete(
            (done, failure) -> {
              busy = false;
              full = failure != null;
              // What was dropped meanwhile is not here any more.
              if (failure != null) {
                written = Math.min(written, durable);
                ballotIsNew = true;
                snapshotIsNew |= replaces;
                scheduler.after(RETRY_DELAY, this::write);
              } else {
                durable = Math.min(end, written);
                durableChanges = count;
                wake();
                write();
              }
            });
  }

  private void wake() {
    while (!waiting.isEmpty() && waiting.element().changes() <= durableChanges) {
      waiting.remove().action().run();
    }
  }
}
