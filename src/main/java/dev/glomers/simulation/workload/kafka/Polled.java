package dev.glomers.simulation.workload.kafka;

import dev.glomers.simulation.workload.Connection;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A reply to a poll, whether or not the commit that follows it succeeded.
 *
 * @param number numbers the replies of a run from 0, in order of arrival
 * @param logs the polled messages, one entry for each key that has any
 * @param empty the keys for which the reply has no messages
 */
record Polled(int number, int process, String node, List<Entries> logs, List<Integer> empty) {
  /**
   * @param all the polled messages of all keys in the reply
   */
  static Polled of(int number, Connection connection, List<Entries> all) {
    return new Polled(
        number,
        connection.process(),
        connection.node(),
        all.stream().filter(entries -> entries.size() > 0).toList(),
        all.stream().filter(entries -> entries.size() == 0).map(Entries::key).toList());
  }

  /** The messages by key, as in the reply. */
  Map<String, List<List<Number>>> messages() {
    Map<String, List<List<Number>>> messages = new LinkedHashMap<>();
    for (Entries entries : logs) {
      messages.put(
          String.valueOf(entries.key()),
          IntStream.range(0, entries.size())
              .mapToObj(i -> List.<Number>of(entries.offset(i), entries.message(i)))
              .toList());
    }
    empty.forEach(key -> messages.put(String.valueOf(key), List.of()));
    return messages;
  }

  /** The polled messages of one key, in words. */
  String brief(Entries entries) {
    return "process %d at %s polled %s".formatted(process, node, entries);
  }

  @Override
  public String toString() {
    return logs.toString();
  }

  /**
   * Messages of one key.
   *
   * @param from the requested offset
   * @param offsets in the order of the reply
   * @param messages the message at each offset
   */
  @SuppressWarnings("ArrayRecordComponent") // Many and never compared.
  record Entries(int key, long from, long[] offsets, int[] messages) {
    int size() {
      return offsets.length;
    }

    long offset(int i) {
      return offsets[i];
    }

    int message(int i) {
      return messages[i];
    }

    /** The highest offset. */
    long last() {
      return Arrays.stream(offsets).max().orElse(-1);
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("key ").append(key).append(" from ").append(from);
      for (int i = 0; i < offsets.length; i++) {
        text.append(i == 0 ? ": " : ", ").append(offsets[i]).append('=').append(messages[i]);
      }
      return text.toString();
    }
  }
}
