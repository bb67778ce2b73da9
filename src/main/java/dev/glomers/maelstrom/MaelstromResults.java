package dev.glomers.maelstrom;

import static us.bpsm.edn.Keyword.newKeyword;

import dev.glomers.part.Figures;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import us.bpsm.edn.Keyword;
import us.bpsm.edn.parser.Parseable;
import us.bpsm.edn.parser.Parser;
import us.bpsm.edn.parser.Parsers;

/** Maelstrom's {@code results.edn}. */
public final class MaelstromResults {
  private final Path store;
  private final Object results;
  private final int partitions;

  private MaelstromResults(Path store, Object results, int partitions) {
    this.store = store;
    this.results = results;
    this.partitions = partitions;
  }

  /**
   * Reads the results of a test.
   *
   * @param store the directory of the test
   * @param partitions the number of partitions that isolated a node
   */
  static MaelstromResults read(Path store, int partitions) throws IOException {
    try (Reader file = Files.newBufferedReader(store.resolve("results.edn"))) {
      Parseable edn = Parsers.newParseable(file);
      Parser parser = Parsers.newParser(Parsers.defaultConfiguration());
      return new MaelstromResults(store, parser.nextValue(edn), partitions);
    }
  }

  /** The directory with everything that Maelstrom keeps of the test. */
  public Path store() {
    return store;
  }

  public boolean valid() {
    return valid(results);
  }

  /** Whether Maelstrom could not tell if the test is valid. */
  public boolean unknown() {
    return newKeyword("unknown").equals(get(results, "valid?"));
  }

  /** The checkers that complained, each with the reason that it names. */
  public List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    if (results instanceof Map<?, ?> checkers) {
      checkers.forEach(
          (name, found) -> {
            if (name instanceof Keyword checker && found instanceof Map && !valid(found)) {
              complaints.add(checker.getName() + reason(found));
            }
          });
    }
    return complaints;
  }

  private static String reason(Object found) {
    for (String key :
        List.of("bad-error-types", "anomaly-types", "lost", "errors", "ok-fraction")) {
      Object reason = get(found, key);
      if (reason != null) {
        return " (" + key + " " + reason + ")";
      }
    }
    return "";
  }

  public Figures figures() {
    Object latencies = get(results, "workload", "stable-latencies");
    return new Figures(
        number(get(results, "net", "servers", "msgs-per-op")),
        number(get(results, "net", "all", "msgs-per-op")),
        millis(quantile(latencies, 0.5)),
        millis(quantile(latencies, 1)),
        seconds(get(results, "workload", "worst-realtime-lag", "lag")),
        number(get(results, "availability", "ok-fraction")));
  }

  /** The number of partitions that isolated a node, and of lost messages. */
  public Map<String, Long> effects() {
    Map<String, Long> effects = new TreeMap<>();
    effects.put("partition: started", (long) partitions);
    if (dropped() > 0) {
      effects.put("partition: dropped", dropped());
    }
    return effects;
  }

  /** The number of messages between nodes or to services that were never received. */
  private long dropped() {
    return count("send-count") - count("recv-count");
  }

  /**
   * Whether a partition had an effect: a message was lost or, if the nodes never send any, a node
   * was isolated.
   */
  public boolean cut() {
    return count("send-count") > 0 ? dropped() > 0 : partitions > 0;
  }

  private long count(String key) {
    return (long) number(get(results, "net", "servers", key)).orElse(0);
  }

  private static boolean valid(@Nullable Object found) {
    return Boolean.TRUE.equals(get(found, "valid?"));
  }

  private static @Nullable Object get(@Nullable Object from, String... path) {
    Object at = from;
    for (String key : path) {
      at = at instanceof Map<?, ?> map ? map.get(newKeyword(key)) : null;
    }
    return at;
  }

  private static @Nullable Object quantile(@Nullable Object latencies, double point) {
    if (latencies instanceof Map<?, ?> quantiles) {
      for (Map.Entry<?, ?> quantile : quantiles.entrySet()) {
        if (quantile.getKey() instanceof Number key && key.doubleValue() == point) {
          return quantile.getValue();
        }
      }
    }
    return null;
  }

  private static OptionalDouble number(@Nullable Object value) {
    return value instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  private static Optional<Duration> millis(@Nullable Object value) {
    return value instanceof Number millis
        ? Optional.of(Duration.ofNanos(Math.round(millis.doubleValue() * 1e6)))
        : Optional.empty();
  }

  private static Optional<Duration> seconds(@Nullable Object value) {
    return value instanceof Number seconds
        ? Optional.of(Duration.ofNanos(Math.round(seconds.doubleValue() * 1e9)))
        : Optional.empty();
  }
}
