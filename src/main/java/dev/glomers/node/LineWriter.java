package dev.glomers.node;

import dev.glomers.protocol.Line;
import dev.glomers.runtime.Transport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/** Gathers lines on the event loop and writes them on a separate thread. */
final class LineWriter implements Transport {
  private static final int BATCH = 1 << 16;
  private static final byte[] END = {};

  private final OutputStream out;
  private final BlockingQueue<byte[]> batches = new ArrayBlockingQueue<>(16);
  private final Line gathered = new Line();
  private volatile boolean closed;

  LineWriter(OutputStream out) {
    this.out = out;
  }

  @Override
  public void send(String dest, byte[] line, int length) {
    gathered.write(line, 0, length);
    if (gathered.length() >= BATCH) {
      flush();
    }
  }

  /** Hands the gathered lines to the writing thread; waits while that is far behind. */
  void flush() {
    if (gathered.length() > 0) {
      hand(Arrays.copyOf(gathered.bytes(), gathered.length()));
      gathered.clear();
    }
  }

  /** Ends {@link #write} once everything is written. */
  void end() {
    flush();
    hand(END);
  }

  /** Whether nothing more can be written. */
  boolean closed() {
    return closed;
  }

  private void hand(byte[] batch) {
    try {
      batches.put(batch);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Writes batch after batch until {@link #end}.
   *
   * @param onClosed called if nothing more can be written; all later lines are dropped, so that the
   *     event loop never waits for the writer
   */
  void write(Consumer<IOException> onClosed) {
    try {
      for (byte[] batch = batches.take(); batch != END; batch = batches.take()) {
        if (!closed) {
          try {
            out.write(batch);
            out.flush();
          } catch (IOException e) {
            closed = true;
            onClosed.accept(e);
          }
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
