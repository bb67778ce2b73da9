package dev.glomers.protocol;

import java.util.Arrays;

/**
 * A reply as far as it is known before it comes. A line of {@link Codec#encode} that begins so need
 * not be read up to the body's own fields, and those are read once, when the body is asked for.
 */
public final class AwaitedReply {
  private final String src;
  private final String dest;
  private final String type;
  private final long inReplyTo;
  private final byte[] head;
  private final int bodyOffset;

  /**
   * @param type what the body's type should be
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
   * Reads a line without its line end; as {@link Codec#decode} does if it is another one.
   *
   * @param line one that {@link Codec#encode} has written: an expected one is not checked further
   */
  public Message decode(byte[] line) {
    if (Arrays.mismatch(head, line) != head.length || isDigit(line[head.length])) {
      return Codec.decode(line, 0, line.length);
    }
    // The envelope's brace comes after the body.
    int bodyLength = line.length - 1 - bodyOffset;
    return new Message(src, dest, type, null, inReplyTo, line, bodyOffset, bodyLength, null, null);
  }

  /** The number that answers another request may go on. */
  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }
}
