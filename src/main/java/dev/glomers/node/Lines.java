package dev.glomers.node;

import dev.glomers.protocol.Bodies;
import dev.glomers.protocol.Codec;
import dev.glomers.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines that arrived together, and their messages. Decoding is the most expensive step of all, so
 * the thread that has time does it: the reader while other lines wait for the event loop, otherwise
 * the loop.
 */
final class Lines {
  private final byte[] block;
  private final int start;
  private final int end;
  private @Nullable List<Message> messages;

  /**
   * @param end where the last line ends, with or without its line end
   */
  Lines(byte[] block, int start, int end) {
    this.block = block;
    this.start = start;
    this.end = end;
  }

  /** Replaces a line that was dropped. */
  static Lines problem(String what) {
    Lines lines = new Lines(new byte[0], 0, 0);
    lines.messages =
        List.of(new Message(null, null, null, null, null, lines.block, 0, 0, null, what));
    return lines;
  }

  /** The messages, decoded on the first call. */
  List<Message> messages(Bodies bodies) {
    if (messages == null) {
      messages = decode(bodies);
    }
    return messages;
  }

  private List<Message> decode(Bodies bodies) {
    List<Message> decoded = new ArrayList<>();
    int from = start;
    for (int i = start; i < end; i++) {
      if (block[i] == '\n') {
        decoded.add(Codec.decode(block, from, i - from, bodies));
        from = i + 1;
      }
    }
    if (from < end) {
      decoded.add(Codec.decode(block, from, end - from, bodies));
    }
    return decoded;
  }
}
