package dev.glomers.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One line, as far as it is readable. The envelope and the three common fields of the body are
 * decoded; the rest of the body waits until its record is known.
 *
 * @param src the sender; null if missing or mistyped
 * @param dest the receiver; null if missing or mistyped
 * @param type the body's type; null if missing or mistyped
 * @param msgId the sender's number for a request; null if it wants no reply
 * @param inReplyTo the number of the request; null if this is not a reply
 * @param line the bytes that hold the line; the message keeps them in memory
 * @param bodyOffset where the body begins in {@code line}
 * @param bodyLength the body's length in bytes
 * @param read the body as the record for its type, if it was read already
 * @param problem what is wrong with the line, in words; null for a message that can be delivered
 */
public record Message(
    @Nullable String src,
    @Nullable String dest,
    @Nullable String type,
    @Nullable Long msgId,
    @Nullable Long inReplyTo,
    byte[] line,
    int bodyOffset,
    int bodyLength,
    @Nullable Object read,
    @Nullable String problem) {

  /**
   * The body as a record; fields that the record does not name are ignored.
   *
   * @throws RpcException with {@link ErrorCode#MALFORMED_REQUEST}, naming the field that does not
   *     fit
   */
  public <T> T body(Class<T> as) {
    return as.isInstance(read) ? as.cast(read) : Codec.read(line, bodyOffset, bodyLength, as);
  }

  /**
   * The body as a record that names all its fields, as Maelstrom's schemas do: other fields are not
   * allowed.
   *
   * @throws RpcException with {@link ErrorCode#MALFORMED_REQUEST}, naming the field that does not
   *     fit
   */
  public <R extends Record> R closedBody(Class<R> as) {
    return Codec.readClosed(line, bodyOffset, bodyLength, as);
  }

  /** The body's text. */
  @Override
  public String toString() {
    return src
        + " -> "
        + dest
        + " "
        + new String(line, bodyOffset, bodyLength, StandardCharsets.UTF_8);
  }
}
