package dev.glomers.node;

import dev.glomers.protocol.Bodies;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes lines from the thread that reads them to the event loop. */
final class LineQueue {
  /** Marks the end of the input. */
  static final Lines END = new Lines(new byte[0], 0, 0);

  /** Wakes a waiting event loop, and has no other meaning. */
  private static final Lines NOTHING = new Lines(new byte[0], 0, 0);

  /** Enough for reader and loop to overlap; the garbage collector has to copy queued lines. */
  static final int CAPACITY = 8;

  private final LineReader reader;
  private final Consumer<String> log;
  private final BlockingQueue<Lines> queue = new ArrayBlockingQueue<>(CAPACITY);

  /** Null until the event loop is ready. */
  private volatile @Nullable Bodies bodies;

  LineQueue(LineReader reader, Consumer<String> log) {
    this.reader = reader;
    this.log = log;
  }

  /** Reads until the input ends. Runs on a separate thread. */
  void read() {
    try {
      for (Lines lines = reader.next(); lines != null; lines = reader.next()) {
        Bodies known = bodies;
        if (known == null) {
          lines.messages(Bodies.UNKNOWN);
        } else if (!queue.isEmpty()) {
          lines.messages(known);
        }
        queue.put(lines);
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
      queue.put(END);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The loop is ready: from now on it decodes the lines that it can take at once. */
  void open(Bodies ofNode) {
    bodies = ofNode;
  }

  /** Wakes the event loop if it waits; lines in the queue wake it anyway. */
  void wake() {
    queue.offer(NOTHING);
  }

  /** The next lines; null if there are none yet. */
  @Nullable Lines poll() {
    return queue.poll();
  }

  /**
   * The next lines; null if there are none in time.
   *
   * @param waitNanos how long to wait for them
   */
  @Nullable Lines poll(long waitNanos) throws InterruptedException {
    return queue.poll(waitNanos, TimeUnit.NANOSECONDS);
  }
}
