package dev.glomers.simulation.workload.kafka;

import java.util.Arrays;
import java.util.List;

/**
 * A reply to a poll, whether or not the commit that follows it succeeded.
 *
 * @param number counts the replies of a run from 0, in the order in which they came
 * @param logs what was polled, one entry for each key of which there was something
 */
record Polled(int number, int process, String node, List<Entries> logs) {
  /** What was polled of one key, in words. */
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
   * @param from the offset that was asked for
   * @param offsets as they came
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
