package dev.glomers.simulation.workload.kafka;

import static dev.glomers.simulation.workload.SingleField.expect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.glomers.protocol.Message;
import dev.glomers.simulation.workload.SingleField;
import dev.glomers.simulation.workload.kafka.KafkaWorkload.SendOk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parses replies to a log's clients. All methods throw {@link IllegalArgumentException} on misfits.
 */
final class KafkaReplies {
  private KafkaReplies() {}

  static SendOk sendOk(Message reply) {
    return SingleField.read(reply, "offset", in -> new SendOk(offset(in)));
  }

  /**
   * The polled messages of each key, including keys without any.
   *
   * @param asked the requested offset, by key
   */
  static List<Polled.Entries> pollOk(Message reply, Map<Integer, Long> asked) {
    return SingleField.read(
        reply,
        "msgs",
        in -> {
          expect(in, JsonToken.START_OBJECT);
          List<Polled.Entries> logs = new ArrayList<>();
          for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            int key = key(name, asked.keySet());
            in.nextToken();
            logs.add(entries(in, key, asked.getOrDefault(key, 0L)));
          }
          return logs;
        });
  }

  static Map<Integer, Long> listCommittedOffsetsOk(Message reply, Set<Integer> asked) {
    return SingleField.read(
        reply,
        "offsets",
        in -> {
          expect(in, JsonToken.START_OBJECT);
          Map<Integer, Long> offsets = new LinkedHashMap<>();
          for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            offsets.put(key(name, asked), offset(in));
          }
          return offsets;
        });
  }

  private static Polled.Entries entries(JsonParser in, int key, long from) throws IOException {
    long[] offsets = new long[16];
    int[] messages = new int[16];
    int count = 0;
    expect(in, JsonToken.START_ARRAY);
    while (in.nextToken() == JsonToken.START_ARRAY) {
      if (count == offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * count);
        messages = Arrays.copyOf(messages, 2 * count);
      }
      in.nextToken();
      offsets[count] = offset(in);
      in.nextToken();
      expect(in, JsonToken.VALUE_NUMBER_INT);
      messages[count++] = in.getIntValue();
      in.nextToken();
      expect(in, JsonToken.END_ARRAY);
    }
    expect(in, JsonToken.END_ARRAY);
    return new Polled.Entries(
        key, from, Arrays.copyOf(offsets, count), Arrays.copyOf(messages, count));
  }

  private static int key(String name, Set<Integer> asked) {
    try {
      int key = Integer.parseInt(name);
      if (asked.contains(key)) {
        return key;
      }
    } catch (NumberFormatException e) {
      // All keys asked for are numbers
    }
    throw new IllegalArgumentException("key " + name + ": not asked for");
  }

  private static long offset(JsonParser in) throws IOException {
    expect(in, JsonToken.VALUE_NUMBER_INT);
    long offset = in.getLongValue();
    if (offset < 0) {
      throw new IllegalArgumentException("an offset of " + offset);
    }
    return offset;
  }
}
