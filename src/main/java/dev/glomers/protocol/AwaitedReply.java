package dev.glomers.protocol;

import java.util.Arrays;

/**
 * The beginning of a reply, known before it comes. A line of {@link Codec#encode} that begins so is
 * read only from the body's own fields on, and these once, when the body is requested.
 */
public final class AwaitedReply {
  private final String src;
  private final String dest;
  private final String type;
  private final long inReplyTo;
  private final byte[] head;
  private final int bodyOffset;

  /**
   * @param type the body's expected type
   * @param inReplyTo the number of the request
   */
  public AwaitedReply(String src, String dest, String type, long inReplyTo) {
    this.src = src;
    this.dest = dest;
    this.type = type;
    this.inReplyTo = inReplyTo;
    Line line = new Line();
    bodyOffset = Codec.encodeHead(line, src, dest, type, null, inReplyTo);
    head = Arrays.copyOf(line.bytes(), line.length());
  }

  public String type() {
    return type;
  }

  /** Whether a message is a reply to the request. */
  public boolean isAnsweredBy(Message message) {
    return message.inReplyTo() != null && message.inReplyTo() == inReplyTo;
  }

  /**
   * Reads a line without its line end; any other line as {@link Codec#decode} does.
   *
   * @param line written by {@link Codec#encode}: the rest of an expected line is not checked
   */
  public Message decode(byte[] line) {
    if (Arrays.mismatch(head, line) != head.length || isDigit(line[head.length])) {
      return Codec.decode(line, 0, line.length);
    }
    // The envelope's brace comes after the body.
    int bodyLength = line.length - 1 - bodyOffset;
    return new Message(src, dest, type, null, inReplyTo, line, bodyOffset, bodyLength, null, null);
  }

  /** A further digit makes it the number of another request. */
  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }
}
