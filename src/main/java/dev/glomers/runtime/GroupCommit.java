package dev.glomers.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the changes of some state to its journal, one write at a time: the changes made during a
 * write share the next one. While the disk is full, it tries again every second.
 */
public final class GroupCommit {
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  private final @Nullable Storage storage;
  private final Scheduler scheduler;
  private final Supplier<Changes> changes;

  /** Actions for when all changes that were made before them are durable. */
  private List<Runnable> waiting = new ArrayList<>();

  private boolean busy;
  private boolean full;

  /**
   * What a write brings.
   *
   * @param replace whether the records replace all earlier ones
   * @param records empty if nothing has changed
   * @param durable runs once the records are durable; at once if there are none
   */
  public record Changes(boolean replace, List<?> records, Runnable durable) {}

  /**
   * @param storage null if there is no journal: then all is durable at once
   * @param changes tells what has changed since it was last called; if that call's write failed,
   *     since the call before
   */
  public GroupCommit(@Nullable Storage storage, Scheduler scheduler, Supplier<Changes> changes) {
    this.storage = storage;
    this.scheduler = scheduler;
    this.changes = changes;
  }

  /** Whether the last write failed because the disk was full. */
  public boolean isFull() {
    return full;
  }

  /** Runs an action once all changes so far are durable. */
  public void whenDurable(Runnable action) {
    waiting.add(action);
    write();
  }

  /** Writes what has changed, after the write that is under way. */
  public void write() {
    if (busy) {
      return;
    }
    List<Runnable> then = waiting;
    waiting = new ArrayList<>();
    Changes next = changes.get();
    then.add(0, next.durable());
    if (storage == null || next.records().isEmpty()) {
      then.forEach(Runnable::run);
      return;
    }
    busy = true;
    (next.replace() ? storage.replace(next.records()) : storage.append(next.records()))
        .whenComplete(
            (done, failure) -> {
              full = failure != null;
              if (full) {
                waiting.addAll(0, then.subList(1, then.size()));
                scheduler.after(RETRY_DELAY, this::again);
              } else {
                then.forEach(Runnable::run);
                again();
              }
            });
  }

  private void again() {
    busy = false;
    write();
  }
}
