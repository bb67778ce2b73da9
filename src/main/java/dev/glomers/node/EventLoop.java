package dev.glomers.node;

import dev.glomers.runtime.Node;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The thread on which everything in a node happens. */
final class EventLoop {
  private static final Lines END = new Lines(new byte[0], 0, 0);

  /** Enough for reader and loop to overlap: what waits the garbage collector has to copy. */
  private static final int CAPACITY = 8;

  private final Node node;
  private final RealScheduler scheduler;
  private final LineReader reader;
  private final LineWriter writer;
  private final Consumer<String> log;

  private final BlockingQueue<Lines> inbox = new ArrayBlockingQueue<>(CAPACITY);

  EventLoop(
      Node node,
      RealScheduler scheduler,
      LineReader reader,
      LineWriter writer,
      Consumer<String> log) {
    this.node = node;
    this.scheduler = scheduler;
    this.reader = reader;
    this.writer = writer;
    this.log = log;
  }

  /**
   * Runs until the input has ended and everything written, or until nobody reads the output.
   *
   * @param drainTimeout how long requests that are still unanswered at the end of the input may
   *     take
   */
  void run(Duration drainTimeout) {
    thread("reader", this::read).start();
    Thread writing = thread("writer", () -> writer.write(() -> inbox.offer(END)));
    writing.start();
    try {
      while (!writer.closed() && step(Long.MAX_VALUE) != END) {
        // Each step is some lines, or the timers that are due.
      }
      long deadline = scheduler.now().plus(drainTimeout).toNanos();
      for (long left = drainTimeout.toNanos();
          left > 0 && node.unanswered() > 0 && !writer.closed();
          left = deadline - scheduler.now().toNanos()) {
        step(left);
      }
      writer.end();
      writing.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private @Nullable Lines step(long longestWait) throws InterruptedException {
    Lines lines = inbox.poll();
    if (lines == null) {
      writer.flush();
      long wait = Math.min(longestWait, scheduler.untilNext());
      lines = inbox.poll(wait, TimeUnit.NANOSECONDS);
    }
    // What came before a timer was due is received before it runs, however long that takes.
    for (int i = 0; lines != null && lines != END; i++) {
      lines.messages().forEach(node::receive);
      lines = i < CAPACITY ? inbox.poll() : null;
    }
    runTimers();
    return lines;
  }

  private void runTimers() {
    for (Runnable task = scheduler.takeDue(); task != null; task = scheduler.takeDue()) {
      try {
        task.run();
      } catch (RuntimeException e) {
        log.accept("timer failed: " + e);
      }
    }
  }

  private void read() {
    try {
      for (Lines lines = reader.next(); lines != null; lines = reader.next()) {
        if (!inbox.isEmpty()) {
          lines.messages();
        }
        inbox.put(lines);
      }
    } catch (IOException e) {
      log.accept("cannot read: " + e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    end();
  }

  private void end() {
    try {
      inbox.put(END);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Thread thread(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    // The reader may wait for ever and must not keep the process alive.
    thread.setDaemon(true);
    return thread;
  }
}
