package dev.glomers.simulation.workload;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.glomers.protocol.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that a read of a set returned.
 *
 * @param values the integers from 0
 * @param strange all other values; nobody added them
 * @param repeated the first value that occurs twice; {@link #NONE} if none does
 */
record ReadValues(BitSet values, List<JsonNode> strange, int repeated) {
  static final int NONE = -1;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** More than any run adds; for larger values a bit set would waste memory. */
  private static final int MOST = 1 << 20;

  /** Every number with this many digits is less than that. */
  private static final int DIGITS = 6;

  /**
   * Parses a {@code read_ok} whose values are in that field. A test has a thousand of them and each
   * is long, so the form that our nodes write is parsed by hand.
   *
   * @throws IllegalArgumentException if it is malformed
   */
  static ReadValues parse(Message message, String field) {
    ReadValues plain = parsePlain(message, field);
    return plain != null ? plain : SingleField.read(message, field, ReadValues::parseAny);
  }

  /** Reads it if it is written as nodes write it, without a blank; null if not. */
  static @Nullable ReadValues parsePlain(Message message, String field) {
    byte[] line = message.line();
    int end = message.bodyOffset() + message.bodyLength() - 2;
    int start = plainStart(message, field);
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

  /** Where the array's content begins in {@code {"type":..,"in_reply_to":..,"field":[..]}}. */
  private static int plainStart(Message message, String field) {
    byte[] line = message.line();
    byte[] array = ",\"%s\":[".formatted(field).getBytes(StandardCharsets.US_ASCII);
    int limit = Math.min(message.bodyLength(), 80) + message.bodyOffset() - array.length;
    int commas = 0;
    for (int i = message.bodyOffset(); i < limit; i++) {
      if (line[i] == ',' && ++commas == 2) {
        int end = i + array.length;
        return Arrays.equals(line, i, end, array, 0, array.length) ? end : -1;
      }
    }
    return -1;
  }

  private static ReadValues parseAny(JsonParser in) throws IOException {
    SingleField.expect(in, JsonToken.START_ARRAY);
    BitSet values = new BitSet();
    List<JsonNode> strange = new ArrayList<>();
    int repeated = NONE;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      JsonNode node = MAPPER.readTree(in);
      int value = node.isInt() ? node.intValue() : NONE;
      if (value < 0 || value >= MOST) {
        strange.add(node);
      } else {
        repeated = repeated == NONE && values.get(value) ? value : repeated;
        values.set(value);
      }
    }
    return new ReadValues(values, strange, repeated);
  }

  /**
   * The same values, each replaced by its place in an array.
   *
   * @param all the array, in ascending order; values that it lacks become strange
   */
  ReadValues numbered(int[] all) {
    BitSet places = new BitSet();
    List<JsonNode> others = new ArrayList<>(strange);
    values.stream()
        .forEach(
            value -> {
              int place = Arrays.binarySearch(all, value);
              if (place >= 0) {
                places.set(place);
              } else {
                others.add(IntNode.valueOf(value));
              }
            });
    return new ReadValues(places, others, repeated);
  }

  /** All values read, in ascending order, each once except {@link #repeated}. */
  List<@Nullable Object> plain() {
    List<@Nullable Object> all = new ArrayList<>();
    values.stream().forEach(all::add);
    if (repeated != NONE) {
      all.add(repeated);
    }
    strange.forEach(node -> all.add(MAPPER.convertValue(node, Object.class)));
    return all;
  }

  @Override
  public String toString() {
    return values.cardinality() + " values" + (strange.isEmpty() ? "" : " and " + strange);
  }
}
