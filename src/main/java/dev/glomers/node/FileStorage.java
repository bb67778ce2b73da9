package dev.glomers.node;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Storage;
import dev.glomers.runtime.StorageException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Storage on a real disk. A separate thread does everything that may block, and posts each result
 * to the event loop as a task. A failure that ends the node is a {@link StorageException} that such
 * a task throws; the thread has ended by then, so no stage completes any more.
 *
 * <p>Each process holds a lock while it lives, so two never write to one journal.
 */
final class FileStorage implements Storage {
  /** Matches the names of all nodes' files. */
  static final String FILES = "*.{journal,journal.new,lock}";

  /** A process that is killed during a sync keeps its locks until the sync ends. */
  private static final int LOCK_ATTEMPTS = 50;

  private final Optional<String> directory;
  private final Disk disk;
  private final Consumer<Runnable> loop;
  private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();

  private record Work(List<?> records, boolean replaces, CompletableFuture<Void> done) {}

  /**
   * @param directory empty for one of {@link TemporaryDirectories}
   * @param loop runs a task on the event loop; may be called on any thread
   */
  FileStorage(Optional<String> directory, Disk disk, Consumer<Runnable> loop) {
    this.directory = directory;
    this.disk = disk;
    this.loop = loop;
  }

  @Override
  public CompletionStage<Void> open(String node, Consumer<Json> record) {
    CompletableFuture<Void> opened = new CompletableFuture<>();
    EventLoop.start("storage", () -> run(node, record, opened));
    return opened;
  }

  @Override
  public CompletionStage<Void> append(List<?> records) {
    return enqueue(records, false);
  }

  @Override
  public CompletionStage<Void> replace(List<?> records) {
    return enqueue(records, true);
  }

  private CompletionStage<Void> enqueue(List<?> records, boolean replaces) {
    Work work = new Work(records, replaces, new CompletableFuture<>());
    queue.add(work);
    return work.done;
  }

  private void run(String node, Consumer<Json> record, CompletableFuture<Void> opened) {
    try {
      TemporaryDirectories temporary =
          new TemporaryDirectories(Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath());
      long parent = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
      Path path =
          directory.isPresent()
              ? Path.of(directory.get()).toAbsolutePath()
              : temporary.open(parent);
      // Every id gives a valid file name, and different ids give different names.
      String name = URLEncoder.encode(node, StandardCharsets.UTF_8);
      try (FileChannel lock = disk.open(path.resolve(name + ".lock"), CREATE, WRITE)) {
        lock(lock, path.resolve(name + ".lock"));
        JournalFile journal = new JournalFile(disk, path.resolve(name + ".journal"));
        journal.recover(record);
        loop.accept(() -> opened.complete(null));
        if (directory.isEmpty()) {
          temporary.clean();
        }
        while (true) {
          commit(journal, takeGroup());
        }
      }
    } catch (Throwable e) {
      loop.accept(() -> end(e, node, opened));
    }
  }

  private void lock(FileChannel file, Path path) throws IOException, InterruptedException {
    for (int attempt = 1; !disk.lock(file); attempt++) {
      if (attempt == LOCK_ATTEMPTS) {
        throw new StorageException(path + ": another process has this journal open");
      }
      disk.pause();
    }
  }

  /** Waits for work and takes all that may share one write. */
  private List<Work> takeGroup() throws InterruptedException {
    List<Work> group = new ArrayList<>();
    Work next = queue.take();
    group.add(next);
    while (!next.replaces && (next = queue.peek()) != null && !next.replaces) {
      group.add(queue.remove());
    }
    return group;
  }

  private void commit(JournalFile journal, List<Work> group) throws IOException {
    List<Object> records = new ArrayList<>();
    group.forEach(work -> records.addAll(work.records));
    try {
      if (group.get(0).replaces) {
        journal.replace(records);
      } else if (!records.isEmpty()) {
        journal.append(records);
      }
      loop.accept(() -> group.forEach(work -> work.done.complete(null)));
    } catch (StorageException.Full e) {
      loop.accept(() -> group.forEach(work -> work.done.completeExceptionally(e)));
    }
  }

  private static void end(Throwable cause, String node, CompletableFuture<Void> opened) {
    StorageException failure =
        cause instanceof StorageException known
            ? known
            : new StorageException("the journal of " + node + " cannot be relied on: " + cause);
    opened.completeExceptionally(failure);
    throw failure;
  }
}
