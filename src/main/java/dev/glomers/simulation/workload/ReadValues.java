package dev.glomers.simulation.workload;

import dev.glomers.protocol.Json;
import dev.glomers.protocol.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that a read of a broadcast returned.
 *
 * @param values those that are integers from 0
 * @param strange those that are not; nobody broadcast them
 * @param repeated whether one came twice
 */
record ReadValues(BitSet values, List<Json> strange, boolean repeated) {
  private static final byte[] ARRAY = "\"messages\":[".getBytes(StandardCharsets.US_ASCII);

  /** More than any run broadcasts; beyond it a bit set would be a waste. */
  private static final int MOST = 1 << 20;

  private record ReadOk(List<Json> messages) {}

  /**
   * Reads a {@code read_ok}. There are a thousand in a test and each is long: where it is written
   * as nodes write it, it is taken apart by hand.
   *
   * @throws IllegalArgumentException if it is malformed
   */
  static ReadValues parse(Message message) {
    ReadValues plain = parsePlain(message);
    return plain != null ? plain : parseAny(ClosedSchema.read(message, ReadOk.class).messages());
  }

  private static @Nullable ReadValues parsePlain(Message message) {
    byte[] line = message.line();
    int end = message.bodyOffset() + message.bodyLength() - 2;
    int start = plainStart(message);
    if (start < 0 || end < start || line[end] != ']') {
      return null;
    }
    BitSet values = new BitSet();
    boolean repeated = false;
    int value = 0;
    int digits = 0;
    for (int i = start; i < end; i++) {
      byte c = line[i];
      if (c >= '0' && c <= '9' && digits < 7) {
        value = value * 10 + (c - '0');
        digits++;
      } else if (c == ',' && digits > 0) {
        repeated |= values.get(value);
        values.set(value);
        value = 0;
        digits = 0;
      } else {
        return null;
      }
    }
    if (digits > 0) {
      repeated |= values.get(value);
      values.set(value);
    }
    return new ReadValues(values, List.of(), repeated);
  }

  /** Where the array's content begins in {@code {"type":..,"in_reply_to":..,"messages":[..]}}. */
  private static int plainStart(Message message) {
    byte[] line = message.line();
    int limit = Math.min(message.bodyLength(), 80) + message.bodyOffset() - ARRAY.length;
    int commas = 0;
    for (int i = message.bodyOffset(); i < limit; i++) {
      if (line[i] == ',') {
        commas++;
      } else if (line[i] == ARRAY[0]
          && Arrays.equals(line, i, i + ARRAY.length, ARRAY, 0, ARRAY.length)) {
        return commas == 2 ? i + ARRAY.length : -1;
      }
    }
    return -1;
  }

  private static ReadValues parseAny(List<Json> messages) {
    BitSet values = new BitSet();
    List<Json> strange = new ArrayList<>();
    boolean repeated = false;
    for (Json message : messages) {
      String text = message.toString();
      if (text.matches("\\d{1,7}") && Integer.parseInt(text) < MOST) {
        int value = Integer.parseInt(text);
        repeated |= values.get(value);
        values.set(value);
      } else {
        strange.add(message);
      }
    }
    return new ReadValues(values, strange, repeated);
  }

  @Override
  public String toString() {
    return values.cardinality() + " values" + (strange.isEmpty() ? "" : " and " + strange);
  }
}
