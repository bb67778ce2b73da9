package dev.glomers.protocol;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A growing buffer to which lines are appended. */
public final class Line extends OutputStream {
  private byte[] bytes = new byte[256];
  private int length;

  /** The buffer; only the first {@link #length()} bytes are used. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /** Empties the buffer. */
  public void clear() {
    length = 0;
  }

  @Override
  public void write(int b) {
    reserve(1);
    bytes[length++] = (byte) b;
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    reserve(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  /** Appends ASCII text as it is. */
  @SuppressWarnings("deprecation") // The fastest way there is to copy ASCII.
  Line text(String ascii) {
    int count = ascii.length();
    reserve(count);
    ascii.getBytes(0, count, bytes, length);
    length += count;
    return this;
  }

  /** Appends a string, a number, a boolean, null, a collection, a map, a record or {@link Json}. */
  Line value(@Nullable Object value) {
    if (value instanceof Json json) {
      reserve(json.length());
      json.copyTo(bytes, length);
      length += json.length();
    } else if (value instanceof String string) {
      string(string);
    } else if (value == null || value instanceof Boolean || isExact(value)) {
      text(String.valueOf(value));
    } else if (value instanceof Optional<?> optional) {
      value(optional.orElse(null));
    } else if (value instanceof Collection<?> elements) {
      int start = length;
      elements.forEach(element -> text(",").value(element));
      enclose(start, '[', ']');
    } else if (value instanceof int[] numbers) {
      value(Arrays.stream(numbers).boxed().toList());
    } else if (value instanceof Map<?, ?> map) {
      int start = length;
      map.forEach((key, entry) -> text(",").string(key.toString()).text(":").value(entry));
      enclose(start, '{', '}');
    } else {
      Shape.of(value.getClass()).write(value, this);
    }
    return this;
  }

  // No message here has floating-point numbers, and JSON lacks some of their values.
  private static boolean isExact(Object value) {
    return value instanceof Long || value instanceof Integer || value instanceof BigInteger;
  }

  /** Appends a JSON string. */
  Line string(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        byte[] escaped = escaped(value);
        text("\"").write(escaped, 0, escaped.length);
        return text("\"");
      }
    }
    return text("\"").text(value).text("\"");
  }

  private static byte[] escaped(String value) {
    JsonStringEncoder encoder = JsonStringEncoder.getInstance();
    try {
      return encoder.quoteAsUTF8(value);
    } catch (IllegalArgumentException e) {
      // Half of a surrogate pair has no UTF-8 form, but it has an escape.
      return Pattern.compile("\\p{Cs}")
          .matcher(String.valueOf(encoder.quoteAsString(value)))
          .replaceAll(half -> "\\\\u" + Integer.toHexString(half.group().charAt(0)))
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  Line number(long value) {
    return text(Long.toString(value));
  }

  /** Turns the items since {@code start}, each after a comma, into an array or object. */
  void enclose(int start, char opening, char closing) {
    if (length == start) {
      write(opening);
    } else {
      bytes[start] = (byte) opening;
    }
    write(closing);
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private void reserve(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
  }
}
