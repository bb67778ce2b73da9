package dev.glomers.part;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The measurements of a test run, as far as there are any.
 *
 * @param msgsPerOp messages between nodes and to services for each client operation
 * @param allMsgsPerOp the same, including the clients' messages
 * @param latencyMedian the median of the stable latency for broadcast and g-set, and of the
 *     operations' latency otherwise; {@code latencyMax} its maximum
 * @param worstLag how long an acknowledged message of the log, or add to the counter, stayed unseen
 * @param availability the share of operations that succeeded
 */
public record Figures(
    OptionalDouble msgsPerOp,
    OptionalDouble allMsgsPerOp,
    Optional<Duration> latencyMedian,
    Optional<Duration> latencyMax,
    Optional<Duration> worstLag,
    OptionalDouble availability) {
  /** Nothing was measured. */
  public static final Figures NONE =
      new Figures(
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalDouble.empty());

  /** A figure that may have a bound. */
  public enum Bounded {
    MSGS_PER_OP("msgs/op", Figures::msgsPerOp, Bounds::msgsPerOp),
    LATENCY_MEDIAN("median ms", f -> ms(f.latencyMedian), b -> ms(b.latencyMedian())),
    LATENCY_MAX("max ms", f -> ms(f.latencyMax), b -> ms(b.latencyMax())),
    WORST_LAG("lag ms", f -> ms(f.worstLag), b -> ms(b.worstLag()));

    private final String words;
    private final Function<Figures, OptionalDouble> figure;
    private final Function<Bounds, OptionalDouble> bound;

    Bounded(
        String words,
        Function<Figures, OptionalDouble> figure,
        Function<Bounds, OptionalDouble> bound) {
      this.words = words;
      this.figure = figure;
      this.bound = bound;
    }

    public OptionalDouble of(Figures figures) {
      return figure.apply(figures);
    }

    public OptionalDouble of(Bounds bounds) {
      return bound.apply(bounds);
    }

    /** Its name and unit. */
    @Override
    public String toString() {
      return words;
    }
  }

  /** The worse of the two values of each figure. */
  public Figures worst(Figures other) {
    return new Figures(
        most(msgsPerOp, other.msgsPerOp),
        most(allMsgsPerOp, other.allMsgsPerOp),
        longest(latencyMedian, other.latencyMedian),
        longest(latencyMax, other.latencyMax),
        longest(worstLag, other.worstLag),
        both(availability, other.availability).min());
  }

  private static OptionalDouble most(OptionalDouble one, OptionalDouble other) {
    return both(one, other).max();
  }

  private static DoubleStream both(OptionalDouble one, OptionalDouble other) {
    return DoubleStream.concat(one.stream(), other.stream());
  }

  private static Optional<Duration> longest(Optional<Duration> one, Optional<Duration> other) {
    return Stream.concat(one.stream(), other.stream()).max(Comparator.naturalOrder());
  }

  /** The figures that are not below their limit, in words. */
  public List<String> overLimit(Bounds limit) {
    return compare(limit, "limit", (figure, bound) -> figure >= bound);
  }

  /** The figures that exceed their goal, in words. */
  public List<String> overGoal(Bounds goal) {
    return compare(goal, "goal", (figure, bound) -> figure > bound);
  }

  private List<String> compare(Bounds bounds, String what, BiPredicate<Double, Double> over) {
    List<String> words = new ArrayList<>();
    for (Bounded bounded : Bounded.values()) {
      OptionalDouble figure = bounded.of(this);
      OptionalDouble bound = bounded.of(bounds);
      if (figure.isPresent()
          && bound.isPresent()
          && over.test(figure.getAsDouble(), bound.getAsDouble())) {
        words.add(text(figure) + " " + bounded + ", " + what + " " + text(bound));
      }
    }
    return words;
  }

  /** A figure with at least three significant digits; empty if there is none. */
  public static String text(OptionalDouble figure) {
    if (figure.isEmpty()) {
      return "";
    }
    double value = figure.getAsDouble();
    MathContext digits = Math.abs(value) < 100 ? new MathContext(3) : MathContext.UNLIMITED;
    return BigDecimal.valueOf(Math.abs(value) < 100 ? value : Math.rint(value))
        .round(digits)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static OptionalDouble ms(Optional<Duration> duration) {
    return duration.isPresent()
        ? OptionalDouble.of(duration.get().toNanos() / 1e6)
        : OptionalDouble.empty();
  }
}
