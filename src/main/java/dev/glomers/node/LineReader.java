package dev.glomers.node;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads lines, as many at a time as have arrived. */
final class LineReader {
  private static final int BLOCK = 1 << 16;

  private final InputStream in;
  private final int longestLine;

  /** The bytes read but not yet handed out: the beginning of a line. */
  private byte[] block = new byte[BLOCK];

  private int length;
  private boolean skipping;

  /**
   * @param longestLine in bytes; a longer line is dropped, and a problem handed out for it
   */
  LineReader(InputStream in, int longestLine) {
    this.in = in;
    this.longestLine = longestLine;
  }

  /** Waits for whole lines; null at the end of the input. */
  @Nullable Lines next() throws IOException {
    Lines lines = null;
    while (lines == null) {
      if (length == block.length && length > longestLine) {
        lines = tooLong();
      } else {
        if (length == block.length) {
          // One byte more than the longest line, for its end.
          block = Arrays.copyOf(block, (int) Math.min(longestLine + 1L, 2L * length));
        }
        int count = in.read(block, length, block.length - length);
        if (count < 0) {
          return last();
        }
        length += count;
        lines = take(length - count);
      }
    }
    return lines;
  }

  /** Drops what was read of a too long line; null if its problem was handed out before. */
  private @Nullable Lines tooLong() {
    boolean told = skipping;
    skipping = true;
    length = 0;
    return told ? null : Lines.problem("a line of more than " + longestLine + " bytes");
  }

  /**
   * The complete lines, without the rest of a dropped one; null if there are none.
   *
   * @param fresh where the new bytes begin
   */
  private @Nullable Lines take(int fresh) {
    int end = length;
    while (end > fresh && block[end - 1] != '\n') {
      end--;
    }
    if (end == fresh) {
      return null;
    }
    int start = 0;
    if (skipping) {
      start = fresh;
      while (block[start++] != '\n') {
        // Up to the end of the line.
      }
      skipping = false;
    }
    byte[] whole = block;
    // The messages keep the old block, so the remaining bytes move to a new one.
    block = new byte[Math.max(BLOCK, length - end)];
    System.arraycopy(whole, end, block, 0, length - end);
    length -= end;
    return start == end ? null : new Lines(whole, start, end);
  }

  private @Nullable Lines last() {
    Lines lines = length == 0 || skipping ? null : new Lines(block, 0, length);
    length = 0;
    return lines;
  }
}
