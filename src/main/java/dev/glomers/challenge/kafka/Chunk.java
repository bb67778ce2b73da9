package dev.glomers.challenge.kafka;

import java.util.List;

/**
 * A value in lin-kv: a stretch of a node's journal, and what the node had of everybody's.
 *
 * @param writer the incarnation that wrote it
 * @param write which of that incarnation's writes it was
 * @param from the position of the first item
 * @param full whether the journal goes on in another
 * @param held for each other node, how many items
 */
record Chunk(long writer, long write, long from, List<Item> items, boolean full, List<Long> held) {
  /** The key in lin-kv of one of a node's chunks, which are numbered from 0. */
  static String key(String node, int number) {
    return "kafka/" + node + "/" + number;
  }

  /** The items from a position on. */
  List<Item> after(long position) {
    long known = Math.max(0, position - from);
    return items.subList((int) Math.min(items.size(), known), items.size());
  }
}
