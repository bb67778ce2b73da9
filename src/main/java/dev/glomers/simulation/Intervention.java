package dev.glomers.simulation;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An action that somebody takes by hand, such as {@code 2.5 kill n1}. Other events of the same time
 * come first.
 *
 * @param timeNanos nanoseconds since the start of the run
 * @param verb {@code kill}, {@code start}, {@code pause} or {@code resume} a node; {@code cut} or
 *     {@code mend} the link of two nodes, or all links of one; {@code lose} the next message from
 *     one that would reach the other, which may be on its way; {@code ask} a node for an operation
 *     of the workload, or with a request
 * @param words the nodes; after {@code ask}, optionally a request's body in JSON
 */
public record Intervention(long timeNanos, String verb, List<String> words) {
  private static final BigDecimal SECOND = BigDecimal.valueOf(1_000_000_000);

  /** The least and the greatest number of words of each verb. */
  private static final Map<String, List<Integer>> VERBS =
      Map.of(
          "kill", List.of(1, 1),
          "start", List.of(1, 1),
          "pause", List.of(1, 1),
          "resume", List.of(1, 1),
          "cut", List.of(1, 2),
          "mend", List.of(1, 2),
          "lose", List.of(2, 2),
          "ask", List.of(1, 2));

  /**
   * @throws IllegalArgumentException if the verb or its number of words is wrong
   */
  public Intervention {
    words = List.copyOf(words);
    List<Integer> bounds = VERBS.get(verb);
    if (bounds == null || words.size() < bounds.get(0) || words.size() > bounds.get(1)) {
      throw new IllegalArgumentException(
          "no such intervention: %s %s".formatted(verb, String.join(" ", words)));
    }
  }

  /**
   * Reads the form that {@link #toString} writes; the time comes first, in seconds.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static Intervention parse(String text) {
    String[] words = text.strip().split("\\s+", 3);
    try {
      long timeNanos = new BigDecimal(words[0]).multiply(SECOND).longValueExact();
      String verb = words[1];
      // A body may contain blanks.
      String[] rest = words[2].split("\\s+", verb.equals("ask") ? 2 : 0);
      return new Intervention(timeNanos, verb, Arrays.asList(rest));
    } catch (ArithmeticException | IndexOutOfBoundsException | NumberFormatException e) {
      throw new IllegalArgumentException("not an intervention such as 2.5 kill n1: " + text, e);
    }
  }

  /** The node concerned, or the first of two. */
  String node() {
    return Objects.requireNonNull(words.get(0));
  }

  /** The action without its time. */
  String what() {
    return verb + " " + String.join(" ", words);
  }

  @Override
  public String toString() {
    return BigDecimal.valueOf(timeNanos).divide(SECOND).toPlainString() + " " + what();
  }
}
