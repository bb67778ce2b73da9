package dev.glomers.simulation;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Something that somebody does to a world by hand, such as {@code 2.5 kill n1}. What happens at the
 * same time happens before it.
 *
 * @param timeNanos nanoseconds since the start of the run
 * @param verb {@code kill}, {@code start}, {@code pause} or {@code resume} a node; {@code cut} or
 *     {@code mend} the link of two nodes, or all links of one; {@code lose} the next message from
 *     one to the other; {@code ask} a node for an operation of the workload, or what else is given
 * @param words the nodes, and of {@code ask} perhaps a request's body in JSON
 */
public record Intervention(long timeNanos, String verb, List<String> words) {
  private static final BigDecimal SECOND = BigDecimal.valueOf(1_000_000_000);

  /** How many words there are at least and at most. */
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
   * @throws IllegalArgumentException if there is no such verb, or not with so many words
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
   * Reads what {@link #toString} writes; the time stands first, in seconds.
   *
   * @throws IllegalArgumentException naming what it is not
   */
  public static Intervention parse(String text) {
    String[] words = text.strip().split("\\s+", 3);
    try {
      long timeNanos = new BigDecimal(words[0]).multiply(SECOND).longValueExact();
      String verb = words[1];
      // A body may have blanks.
      String[] rest = words[2].split("\\s+", verb.equals("ask") ? 2 : 0);
      return new Intervention(timeNanos, verb, Arrays.asList(rest));
    } catch (ArithmeticException | IndexOutOfBoundsException | NumberFormatException e) {
      throw new IllegalArgumentException("no intervention such as 2.5 kill n1: " + text, e);
    }
  }

  /** The node that it is done to, or the first of two. */
  String node() {
    return Objects.requireNonNull(words.get(0));
  }

  /** What is done, without the time. */
  String what() {
    return verb + " " + String.join(" ", words);
  }

  @Override
  public String toString() {
    return BigDecimal.valueOf(timeNanos).divide(SECOND).toPlainString() + " " + what();
  }
}
