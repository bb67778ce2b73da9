package dev.glomers.simulation;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.Storage;
import dev.glomers.runtime.StorageException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node's disk, which outlives its processes. A kill loses any suffix of the unsynced records; a
 * torn record is lost as a whole, because its checksum fails. A replacement happens completely or
 * not at all. A damaged record is cut off if it is the last and never was durable; any other ends
 * each process that opens the journal, because a new one would reset the node's incarnations.
 */
final class SimulatedDisk {
  /** The longest time of a sync that nothing slows down. */
  private static final long SYNC_NANOS = 5_000_000;

  /** One in this many damaged records is an old one. */
  private static final int ONE_OLD_OF = 8;

  private final Conditions conditions;
  private final SplittableRandom random;

  /** Ends the process that owns the disk; takes a line that says why. */
  private final Consumer<String> end;

  private List<Json> records = new ArrayList<>();

  /** The index of the damaged record that never was durable; negative if there is none. */
  private int damaged = -1;

  /** Whether a durable record is damaged. */
  private boolean lost;

  /** The writes of the living process that are not known to be durable. */
  private final Queue<Write> writes = new ArrayDeque<>();

  private boolean syncing;

  private record Write(List<Json> records, boolean replaces, CompletableFuture<Void> done) {}

  SimulatedDisk(Conditions conditions, SplittableRandom random, Consumer<String> end) {
    this.conditions = conditions;
    this.random = random;
    this.end = end;
  }

  /** The disk as the process with this scheduler sees it. */
  Storage storage(Scheduler scheduler) {
    return new Storage() {
      @Override
      public CompletionStage<Void> open(String node, Consumer<Json> record) {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        scheduler.after(
            delay(),
            () -> {
              if (lost) {
                end.accept("the journal is damaged");
                return;
              }
              if (damaged >= 0) {
                conditions.count("damaged-record: cut off");
                records.remove(damaged);
                damaged = -1;
              }
              records.forEach(record);
              opened.complete(null);
            });
        return opened;
      }

      @Override
      public CompletionStage<Void> append(List<?> added) {
        return write(added, false);
      }

      @Override
      public CompletionStage<Void> replace(List<?> all) {
        return write(all, true);
      }

      private CompletionStage<Void> write(List<?> written, boolean replaces) {
        List<Json> texts = written.stream().map(Json::of).toList();
        Write write = new Write(texts, replaces, new CompletableFuture<>());
        writes.add(write);
        if (!syncing) {
          sync(scheduler);
        }
        return write.done();
      }
    };
  }

  private void sync(Scheduler scheduler) {
    syncing = true;
    int count = writes.size();
    scheduler.after(delay(), () -> synced(count, scheduler));
  }

  private void synced(int count, Scheduler scheduler) {
    if (random.nextDouble() < conditions.syncFailure) {
      conditions.count("failing-sync: ended a process");
      end.accept("a sync failed");
      return;
    }
    List<Runnable> then = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Write write = writes.remove();
      if (conditions.diskFull) {
        conditions.count("full-disk: refused");
        then.add(() -> write.done().completeExceptionally(new StorageException.Full("full")));
      } else {
        keep(write, write.records().size());
        then.add(() -> write.done().complete(null));
      }
    }
    syncing = false;
    if (!writes.isEmpty()) {
      sync(scheduler);
    }
    then.forEach(Runnable::run);
  }

  private void keep(Write write, int count) {
    if (write.replaces()) {
      records = new ArrayList<>();
    }
    records.addAll(write.records().subList(0, count));
  }

  /** The process is killed. */
  void killed() {
    boolean gone = conditions.diskFull;
    Json torn = null;
    for (Write write : writes) {
      int size = write.records().size();
      int kept = write.replaces() ? random.nextInt(2) * size : random.nextInt(size + 1);
      if (!gone && kept > 0) {
        keep(write, kept);
      }
      if (!gone && kept < size) {
        gone = true;
        torn = write.replaces() ? null : write.records().get(kept);
      }
    }
    writes.clear();
    syncing = false;
    if (conditions.damage > 0 && damaged < 0 && !lost && random.nextDouble() < conditions.damage) {
      damage(torn);
    }
  }

  /**
   * Damages the first record that is not durable, or rarely an old one.
   *
   * @param torn the record that is not durable; null if none of it is on the disk
   */
  private void damage(@Nullable Json torn) {
    if (random.nextInt(ONE_OLD_OF) == 0 && records.size() > 1) {
      conditions.count("damaged-record: lost a node");
      lost = true;
    } else if (torn != null) {
      damaged = records.size();
      records.add(Json.NULL);
    }
  }

  /** Whether no process can use the disk any more. */
  boolean isLost() {
    return lost;
  }

  private Duration delay() {
    long nanos = random.nextLong(SYNC_NANOS);
    if (conditions.syncDelayNanos > 0) {
      conditions.count("slow-disk: delayed");
      nanos += random.nextLong(conditions.syncDelayNanos);
    }
    return Duration.ofNanos(nanos);
  }
}
