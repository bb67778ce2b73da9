package dev.glomers.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Any JSON value, kept as its original text: integers of any size, decimals, escapes and the order
 * of fields survive a round trip.
 *
 * <p>Equality ignores spelling. Strings are compared by their characters, and objects without
 * regard to the order of fields; the last of several fields with one name counts. Numbers are
 * compared by their exact values: {@code -0} is {@code 0}, and {@code 1e2} is {@code 100.0}; but a
 * number with a fraction or an exponent never equals one without, as in Jackson and Clojure: {@code
 * 100.0} is not {@code 100}. Decimals of more than 1000 characters or with an exponent beyond 32
 * bits, and values more than 500 levels deep, are compared by their texts.
 */
public final class Json {
  public static final Json NULL = new Json("null".getBytes(StandardCharsets.UTF_8));

  private final byte[] text;

  /** The value in its canonical spelling; null until the first comparison. */
  private @Nullable Json spelling;

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

  /** Wraps text that is known to be one JSON value, without a check or a copy. */
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
    return Arrays.equals(text, NULL.text);
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
    return other instanceof Json json
        && (Arrays.equals(text, json.text) || Arrays.equals(spelling().text, json.spelling().text));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(spelling().text);
  }

  // Threads may race here: they get equal results, whose text is final.
  private Json spelling() {
    Json known = spelling;
    if (known == null) {
      known = Spelling.isPlain(text) ? this : Spelling.of(text);
      spelling = known;
    }
    return known;
  }

  /** The JSON text. */
  @Override
  public String toString() {
    return new String(text, StandardCharsets.UTF_8);
  }
}
