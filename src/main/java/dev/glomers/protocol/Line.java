package dev.glomers.protocol;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of bytes in which lines are written one after the other. */
public final class Line extends OutputStream {
  private byte[] bytes = new byte[256];
  private int length;

  /** The bytes; only the first {@link #length()} are meant. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /** Forgets everything. */
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

  /** Appends a JSON string. */
  Line quoted(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        byte[] escaped = Codec.write(value);
        write(escaped, 0, escaped.length);
        return this;
      }
    }
    return text("\"").text(value).text("\"");
  }

  Line number(long value) {
    return text(Long.toString(value));
  }

  Line truncate(int newLength) {
    length = newLength;
    return this;
  }

  void replace(int index, byte value) {
    bytes[index] = value;
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
