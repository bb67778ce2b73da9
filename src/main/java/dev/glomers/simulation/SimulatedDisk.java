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

/**
 * A node's disk, which outlives its processes. A kill loses any suffix of what was not synced, of a
 * record the whole, for its checksum tells that it was torn. A replacement happens or not.
 */
final class SimulatedDisk {
  /** What a sync takes at the most where nothing slows it down. */
  private static final long SYNC_NANOS = 5_000_000;

  private final Conditions conditions;
  private final SplittableRandom random;

  /** How the process ends that owns the disk. */
  private final Runnable end;

  private List<Json> records = new ArrayList<>();

  /** What is not known to be durable, of the process that is alive. */
  private final Queue<Write> writes = new ArrayDeque<>();

  private boolean syncing;

  private record Write(List<Json> records, boolean replaces, CompletableFuture<Void> done) {}

  SimulatedDisk(Conditions conditions, SplittableRandom random, Runnable end) {
    this.conditions = conditions;
    this.random = random;
    this.end = end;
  }

  /** The disk as the process sees it to which the scheduler belongs. */
  Storage storage(Scheduler scheduler) {
    return new Storage() {
      @Override
      public CompletionStage<Void> open(String node, Consumer<Json> record) {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        scheduler.after(
            delay(),
            () -> {
              records.forEach(record);
              opened.complete(null);
            });
        return opened;
      }

      @Override
      public CompletionStage<Void> append(List<Json> added) {
        return write(added, false);
      }

      @Override
      public CompletionStage<Void> replace(List<Json> all) {
        return write(all, true);
      }

      private CompletionStage<Void> write(List<Json> written, boolean replaces) {
        Write write = new Write(List.copyOf(written), replaces, new CompletableFuture<>());
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
      end.run();
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
    boolean lost = conditions.diskFull;
    for (Write write : writes) {
      int size = write.records().size();
      int kept = write.replaces() ? random.nextInt(2) * size : random.nextInt(size + 1);
      if (!lost && kept > 0) {
        keep(write, kept);
      }
      lost |= kept < size;
    }
    writes.clear();
    syncing = false;
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
