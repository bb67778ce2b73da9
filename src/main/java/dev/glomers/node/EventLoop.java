package dev.glomers.node;

import dev.glomers.runtime.Node;
import dev.glomers.runtime.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The thread on which everything in a node happens. */
final class EventLoop {
  private final Node node;
  private final RealScheduler scheduler;
  private final LineQueue inbox;
  private final LineWriter writer;
  private final Consumer<String> log;

  EventLoop(
      Node node,
      RealScheduler scheduler,
      LineQueue inbox,
      LineWriter writer,
      Consumer<String> log) {
    this.node = node;
    this.scheduler = scheduler;
    this.inbox = inbox;
    this.writer = writer;
    this.log = log;
  }

  /**
   * Runs until the input has ended and all output is written, or until the output is closed.
   *
   * @param drainTimeout how long to wait for unanswered requests at the end of the input
   * @throws StorageException if the storage failed; pending output is not written then
   */
  void run(Duration drainTimeout) {
    inbox.open(node::bodyOf);
    scheduler.wakes(inbox::wake);
    Thread writing = start("writer", () -> writer.write(this::closed));
    try {
      while (!writer.closed() && step(Long.MAX_VALUE) != LineQueue.END) {
        // Each step handles some lines and the timers that are due.
      }
      long deadlineNanos = scheduler.now().plus(drainTimeout).toNanos();
      for (long leftNanos = drainTimeout.toNanos();
          leftNanos > 0 && node.unanswered() > 0 && !writer.closed();
          leftNanos = deadlineNanos - scheduler.now().toNanos()) {
        step(leftNanos);
      }
      writer.end();
      writing.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void closed(IOException e) {
    // Maelstrom just closes the pipe at the end
    if (!"Broken pipe".equals(e.getMessage())) {
      log.accept("cannot write: " + e.getMessage());
    }
    inbox.wake();
  }

  private @Nullable Lines step(long longestWaitNanos) throws InterruptedException {
    Lines lines = inbox.poll();
    if (lines == null) {
      writer.flush();
      long waitNanos = Math.min(longestWaitNanos, scheduler.nanosUntilNext());
      lines = inbox.poll(waitNanos);
    }
    // Lines that came before a timer was due are received before it runs, however long that takes.
    for (int i = 0; lines != null && lines != LineQueue.END; i++) {
      lines.messages(node::bodyOf).forEach(node::receive);
      lines = i < LineQueue.CAPACITY ? inbox.poll() : null;
    }
    runTimers();
    return lines;
  }

  private void runTimers() {
    for (Runnable task = scheduler.takeDue(); task != null; task = scheduler.takeDue()) {
      try {
        task.run();
      } catch (StorageException e) {
        throw e;
      } catch (RuntimeException e) {
        log.accept("timer failed: " + e);
      }
    }
  }

  /** Starts a thread that does not keep the process alive, because a read may block for ever. */
  static Thread start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
