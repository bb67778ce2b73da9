package dev.glomers.gossip;

/**
 * A node between two starts, who numbers what is added there: {@code n3.k2f}, the node and the
 * life. Of two lives of a node the one with the greater number is the later.
 */
final class Origin {
  private static final int RADIX = 36;

  private Origin() {}

  static String of(String node, long life) {
    return node + "." + Long.toString(life, RADIX);
  }

  static String node(String origin) {
    return origin.substring(0, origin.lastIndexOf('.'));
  }

  static long life(String origin) {
    return Long.parseLong(origin.substring(origin.lastIndexOf('.') + 1), RADIX);
  }

  /** Whether of two lives of one node the first is the later. */
  static boolean isLater(String one, String other) {
    return !one.equals(other) && life(one) > life(other);
  }
}
