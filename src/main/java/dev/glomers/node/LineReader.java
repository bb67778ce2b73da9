package dev.glomers.node;

import dev.glomers.protocol.Codec;
import dev.glomers.protocol.Message;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads messages, as many at a time as have arrived. */
final class LineReader {
  private static final int BLOCK = 1 << 16;

  private final InputStream in;
  private final int longestLine;

  /** What has been read and not yet handed out: the beginning of a line. */
  private byte[] block = new byte[BLOCK];

  private int length;
  private boolean skipping;

  /**
   * @param longestLine in bytes; what goes beyond is dropped and stands in the batch as a problem
   */
  LineReader(InputStream in, int longestLine) {
    this.in = in;
    this.longestLine = longestLine;
  }

  /** Waits for whole lines and decodes them; null at the end of the input. */
  @Nullable List<Message> next() throws IOException {
    List<Message> messages = new ArrayList<>();
    while (messages.isEmpty()) {
      if (length == block.length) {
        makeRoom(messages);
      }
      int count = in.read(block, length, block.length - length);
      if (count < 0) {
        return last(messages);
      }
      int searchFrom = length;
      length += count;
      split(searchFrom, messages);
    }
    return messages;
  }

  private void makeRoom(List<Message> messages) {
    // One more than the longest line, for its end.
    if (length <= longestLine) {
      block = Arrays.copyOf(block, (int) Math.min(longestLine + 1L, 2L * block.length));
    } else {
      if (!skipping) {
        messages.add(problem("a line of more than " + longestLine + " bytes"));
      }
      skipping = true;
      length = 0;
    }
  }

  private void split(int searchFrom, List<Message> messages) {
    int start = 0;
    for (int i = searchFrom; i < length; i++) {
      if (block[i] == '\n') {
        add(start, i, messages);
        start = i + 1;
      }
    }
    if (start > 0) {
      // The messages keep the old block, so what is left of it moves to a new one.
      byte[] rest = new byte[Math.max(BLOCK, length - start)];
      System.arraycopy(block, start, rest, 0, length - start);
      block = rest;
      length -= start;
    }
  }

  private @Nullable List<Message> last(List<Message> messages) {
    if (length > 0) {
      add(0, length, messages);
    }
    length = 0;
    return messages.isEmpty() ? null : messages;
  }

  private void add(int start, int end, List<Message> messages) {
    if (skipping) {
      skipping = false;
    } else {
      messages.add(Codec.decode(block, start, end - start));
    }
  }

  private static Message problem(String what) {
    return new Message(null, null, null, null, null, new byte[0], 0, 0, what);
  }
}
