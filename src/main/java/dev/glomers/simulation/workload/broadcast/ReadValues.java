package dev.glomers.simulation.workload.broadcast;

import dev.glomers.protocol.Json;
import dev.glomers.protocol.Message;
import dev.glomers.protocol.RpcException;
import dev.glomers.simulation.workload.JepsenForm;
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
 * @param repeated the first of these that came twice; {@link #NONE} if none did
 */
record ReadValues(BitSet values, List<Json> strange, int repeated) {
  static final int NONE = -1;

  private static final byte[] ARRAY = "\"messages\":[".getBytes(StandardCharsets.US_ASCII);

  /** More than any run broadcasts; beyond it a bit set would be a waste. */
  private static final int MOST = 1 << 20;

  /** So many are less than that. */
  private static final int DIGITS = 6;

  private record ReadOk(List<Json> messages) {}

  /**
   * Reads a {@code read_ok}. There are a thousand in a test and each is long: where it is written
   * as nodes write it, it is taken apart by hand.
   *
   * @throws RpcException if it is malformed
   */
  static ReadValues parse(Message message) {
    ReadValues plain = parsePlain(message);
    return plain != null ? plain : parseAny(message.closedBody(ReadOk.class).messages());
  }

  private static @Nullable ReadValues parsePlain(Message message) {
    byte[] line = message.line();
    int end = message.bodyOffset() + message.bodyLength() - 2;
    int start = plainStart(message);
    if (start < 0 || end < start || line[end] != ']') {
      return null;
    }
    long[] values = new long[16];
    int repeated = NONE;
    for (int i = start; i < end; i++) {
      int first = i;
      int value = 0;
      for (; i < end && line[i] >= '0' && line[i] <= '9'; i++) {
        value = value * 10 + (line[i] - '0');
      }
      int digits = i - first;
      boolean isLast = i == end;
      if (digits == 0
          || digits > DIGITS
          || (digits > 1 && line[first] == '0')
          || !(isLast || (line[i] == ',' && i + 1 < end))) {
        return null;
      }
      int word = value >> 6;
      if (word >= values.length) {
        values = Arrays.copyOf(values, 2 * word);
      }
      if ((values[word] >> value & 1) != 0 && repeated == NONE) {
        repeated = value;
      }
      values[word] |= 1L << value;
    }
    return new ReadValues(BitSet.valueOf(values), List.of(), repeated);
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
    int repeated = NONE;
    for (Json message : messages) {
      String text = message.toString();
      if (text.matches("\\d{1,7}") && Integer.parseInt(text) < MOST) {
        int value = Integer.parseInt(text);
        if (values.get(value) && repeated == NONE) {
          repeated = value;
        }
        values.set(value);
      } else {
        strange.add(message);
      }
    }
    return new ReadValues(values, strange, repeated);
  }

  /** All that was read, the values in their order, each once but for {@link #repeated}. */
  List<@Nullable Object> messages() {
    List<@Nullable Object> messages = new ArrayList<>();
    values.stream().forEach(messages::add);
    if (repeated != NONE) {
      messages.add(repeated);
    }
    strange.forEach(message -> messages.add(JepsenForm.plain(message)));
    return messages;
  }

  @Override
  public String toString() {
    return values.cardinality() + " values" + (strange.isEmpty() ? "" : " and " + strange);
  }
}
