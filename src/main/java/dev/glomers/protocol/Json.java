package dev.glomers.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Any JSON value, kept as the text it came as: integers of any size, decimals, escapes and the
 * order of fields survive a round trip. Two values are equal when their texts are.
 */
public final class Json {
  public static final Json NULL = new Json("null".getBytes(StandardCharsets.UTF_8));

  private final byte[] text;

  private Json(byte[] text) {
    this.text = text;
  }

  /** The JSON of a Java value: a record, a collection, a map, a string, a number, a boolean. */
  public static Json of(Object value) {
    if (value instanceof Json json) {
      return json;
    }
    Line line = new Line();
    line.value(value);
    return new Json(Arrays.copyOf(line.bytes(), line.length()));
  }

  /** Wraps text that is known to be one JSON value; nothing is checked and nothing is copied. */
  public static Json ofTrustedText(byte[] utf8) {
    return new Json(utf8);
  }

  /**
   * This value as a Java type.
   *
   * @throws RpcException with {@link ErrorCode#MALFORMED_REQUEST} if it does not fit
   */
  public <T> T as(Class<T> type) {
    return Codec.read(text, 0, text.length, type);
  }

  public boolean isNull() {
    return equals(NULL);
  }

  /** The length of the text in bytes. */
  public int length() {
    return text.length;
  }

  /** Copies the text into {@code target} at {@code offset}. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(text, 0, target, offset, text.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Json json && Arrays.equals(text, json.text);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(text);
  }

  /** The JSON text. */
  @Override
  public String toString() {
    return new String(text, StandardCharsets.UTF_8);
  }
}
