package dev.glomers.node;

import dev.glomers.protocol.Bodies;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lines on their way from the thread that reads them to the event loop. */
final class LineQueue {
  /** What is handed out at the end. */
  static final Lines END = new Lines(new byte[0], 0, 0);

  /** What wakes whoever waits, and is nothing else. */
  private static final Lines NOTHING = new Lines(new byte[0], 0, 0);

  /** Enough for reader and loop to overlap: what waits the garbage collector has to copy. */
  static final int CAPACITY = 8;

  private final LineReader reader;
  private final Consumer<String> log;
  private final BlockingQueue<Lines> queue = new ArrayBlockingQueue<>(CAPACITY);

  /** Null until the event loop is there. */
  private volatile @Nullable Bodies bodies;

  LineQueue(LineReader reader, Consumer<String> log) {
    this.reader = reader;
    this.log = log;
  }

  /** Reads until the input ends. For a thread of its own. */
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

  /** The loop is there: from now on it decodes what it can take at once. */
  void open(Bodies ofNode) {
    bodies = ofNode;
  }

  /** Wakes whoever waits for more, if nothing else does. */
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
