package dev.glomers.simulation;

import dev.glomers.protocol.Bodies;
import dev.glomers.protocol.Codec;
import dev.glomers.protocol.Message;

/**
 * A message on its way.
 *
 * @param id numbers all messages of a run in the order in which they were sent
 * @param line the encoded message, without its line end
 * @param dueNanos the time before which it cannot arrive
 */
public record Packet(long id, String src, String dest, byte[] line, long dueNanos)
    implements Comparable<Packet> {
  /** By time; those due at the same time in the order in which they were sent. */
  @Override
  public int compareTo(Packet other) {
    int byTime = Long.compare(dueNanos, other.dueNanos);
    return byTime != 0 ? byTime : Long.compare(id, other.id);
  }

  public Message message() {
    return message(Bodies.UNKNOWN);
  }

  /** The message, with its body. */
  Message message(Bodies bodies) {
    return Codec.decode(line, 0, line.length, bodies);
  }

  /** Whether a client is at either end. */
  public boolean involvesClient() {
    return isClient(src) || isClient(dest);
  }

  // As Maelstrom tells them apart.
  static boolean isClient(String id) {
    return id.charAt(0) == 'c';
  }

  static boolean isNode(String id) {
    return id.charAt(0) == 'n';
  }
}
