package dev.glomers.gossip;

/**
 * The name of one life of a node: {@code n3.k2f}, the node and the life's number. The greater
 * number is the later life.
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

  /** Whether the first of two lives of a node is the later one. */
  static boolean isLater(String one, String other) {
    return !one.equals(other) && life(one) > life(other);
  }
}
