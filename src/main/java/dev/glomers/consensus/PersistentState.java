package dev.glomers.consensus;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.glomers.protocol.Json;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private Ballot ballot = new Ballot(0, "", 0);
  private String session = "";

  /** What is to be written next, and what then waits for no more. */
  private List<Object> news = new ArrayList<>();

  private List<Runnable> waiting = new ArrayList<>();

  /** Whether the next write is to put all in place of what is there. */
  private boolean replaces;

  private boolean busy;
  private boolean full;

  /**
   * @param vote empty if there is none
   * @param life greater than that of each former one
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private record Ballot(long term, String vote, long life) {}

  /** A record of the journal. An entry takes the place of all from its index on. */
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
    CompletionStage<Void> read =
        storage == null ? CompletableFuture.completedStage(null) : storage.open(node, this::read);
    return read.thenRun(
        () -> {
          // Without a disk only the clock tells lives apart.
          long life = Math.max(ballot.life() + 1, scheduler.wallClock().toEpochMilli());
          session = node + "." + life;
          ballot(new Ballot(term(), vote(), life));
        });
  }

  private void read(Json record) {
    Kept kept = record.as(Kept.class);
    if (kept.index() == BALLOT) {
      ballot = kept.value().as(Ballot.class);
    } else if (kept.index() == SNAPSHOT) {
      log.restore(kept.value().as(Snapshot.class));
    } else {
      log.truncate(kept.index());
      log.append(kept.value().as(LogEntry.class));
    }
  }

  /** This node in this life; empty until the state was read. */
  String session() {
    return session;
  }

  long term() {
    return ballot.term();
  }

  String vote() {
    return ballot.vote();
  }

  RaftLog log() {
    return log;
  }

  /** Whether nothing can be written for now. */
  boolean isFull() {
    return full;
  }

  void vote(long term, String node) {
    ballot(new Ballot(term, node, ballot.life()));
  }

  private void ballot(Ballot changed) {
    ballot = changed;
    write(BALLOT, ballot);
  }

  /** Adds an entry, in place of those from its index on. */
  void append(long index, LogEntry entry) {
    log.truncate(index);
    log.append(entry);
    write(index, entry);
  }

  /** Takes another's snapshot in place of all that is here. */
  void restore(Snapshot snapshot) {
    log.restore(snapshot);
    replaces = storage != null;
  }

  void compact(long index, Json state) {
    log.compact(index, state);
    replaces = storage != null;
  }

  private void write(long index, Object value) {
    if (storage != null) {
      news.add(List.of(index, value));
    }
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
    if (storage == null || (news.isEmpty() && !replaces)) {
      then.forEach(Runnable::run);
      return;
    }
    boolean all = replaces;
    List<Object> records = all ? everything() : news;
    news = new ArrayList<>();
    replaces = false;
    busy = true;
    (all ? storage.replace(records) : storage.append(records))
        .whenComplete(
            (done, failure) -> {
              full = failure != null;
              if (full) {
                news.addAll(0, all ? List.of() : records);
                replaces |= all;
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

  private List<Object> everything() {
    List<Object> all = new ArrayList<>();
    long base = log.base().index();
    all.add(List.of(SNAPSHOT, log.base()));
    all.add(List.of(BALLOT, ballot));
    for (long index = base + 1; index <= log.last(); index++) {
      all.add(List.of(index, log.entry(index)));
    }
    return all;
  }
}
