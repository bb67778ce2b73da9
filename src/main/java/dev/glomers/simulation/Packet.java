package dev.glomers.simulation;

import dev.glomers.protocol.Bodies;
import dev.glomers.protocol.Codec;
import dev.glomers.protocol.Message;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A message in flight.
 *
 * @param id the message's number, in the order in which a run's messages are sent
 * @param line the encoded message, without its line end
 * @param dueNanos the earliest time of its arrival
 */
public record Packet(long id, String src, String dest, byte[] line, long dueNanos)
    implements Comparable<Packet> {
  /** By due time, then in the order in which they were sent. */
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

  /** The body, as it was sent. */
  public String body() {
    String text = new String(line, StandardCharsets.UTF_8);
    return text.substring(text.indexOf("\"body\":") + 7, text.length() - 1);
  }

  /** Whether a client sends or receives it. */
  public boolean involvesClient() {
    return isClient(src) || isClient(dest);
  }

  // As Maelstrom recognises them.
  static boolean isClient(String id) {
    return id.charAt(0) == 'c';
  }

  public static boolean isNode(@Nullable String id) {
    return id != null && id.startsWith("n");
  }
}
