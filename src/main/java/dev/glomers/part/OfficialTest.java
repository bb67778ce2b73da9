package dev.glomers.part;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One official command: the options of {@code maelstrom test}, with its names and units.
 *
 * @param concurrency the number of clients, or with {@code n} appended, of clients for each node
 * @param rate operations a second
 * @param timeLimit seconds
 * @param latency milliseconds
 * @param nemesisInterval seconds
 * @param keyCount of kafka and the transactions: how many keys are in use at a time
 * @param maxTxnLength how many operations a transaction has at the most
 * @param maxWritesPerKey after how many writes a key is replaced by another
 */
public record OfficialTest(
    String workload,
    int nodeCount,
    String concurrency,
    double rate,
    int timeLimit,
    int latency,
    String latencyDist,
    String topology,
    List<String> nemesis,
    double nemesisInterval,
    Optional<String> availability,
    List<String> consistencyModels,
    int keyCount,
    int maxTxnLength,
    int maxWritesPerKey) {
  /** The most events a second: with more, a run would never reach the end of that second. */
  private static final double FINEST = 1e6;

  /** The most seconds between two events, a day: a time in nanoseconds has an end. */
  private static final double LONGEST = 86_400;

  /** The most keys: further ones would be drawn so rarely that they make no difference. */
  private static final int MOST_KEYS = 60;

  /** This value overrides the faults of a part with none. */
  private static final List<String> NO_FAULTS = List.of("none");

  /**
   * @throws IllegalArgumentException naming the property that is out of range
   */
  public OfficialTest {
    nemesis = nemesis.equals(NO_FAULTS) ? List.of() : nemesis;
    require(nodeCount > 0, "node-count", nodeCount);
    require(rate == 0 || (rate >= 1 / LONGEST && rate <= FINEST), "rate", rate);
    require(timeLimit > 0, "time-limit", timeLimit);
    require(latency >= 0, "latency", latency);
    require(
        nemesisInterval >= 1 / FINEST && nemesisInterval <= LONGEST,
        "nemesis-interval",
        nemesisInterval);
    require(clients(concurrency, nodeCount) > 0, "concurrency", concurrency);
    double share = share(availability);
    require(share >= 0 && share <= 1, "availability", availability.orElse(""));
    require(keyCount > 0 && keyCount <= MOST_KEYS, "key-count", keyCount);
    require(maxTxnLength > 0, "max-txn-length", maxTxnLength);
    require(maxWritesPerKey > 0, "max-writes-per-key", maxWritesPerKey);
  }

  private static void require(boolean fits, String property, Object value) {
    if (!fits) {
      throw new IllegalArgumentException("glomers.part." + property + ": out of range: " + value);
    }
  }

  static List<OfficialTest> of(PartConfig part) {
    OfficialTest first =
        of(part.workload())
            .nodeCount(part.nodeCount())
            .concurrency(part.concurrency())
            .rate(part.rate())
            .timeLimit(part.timeLimit())
            .latency(part.latency())
            .latencyDist(part.latencyDist())
            .topology(part.topology())
            .nemesis(part.nemesis().orElse(List.of()))
            .nemesisInterval(part.nemesisInterval())
            .availability(part.availability())
            .consistencyModels(part.consistencyModels().orElse(List.of()))
            .build();
    return part.again().map(again -> List.of(first, first.with(again))).orElse(List.of(first));
  }

  private OfficialTest with(PartConfig.Again again) {
    return but()
        .nemesis(again.nemesis().orElse(nemesis))
        .availability(again.availability().or(() -> availability))
        .build();
  }

  /** A builder with Maelstrom's defaults. */
  public static Builder of(String workload) {
    return new Builder(workload);
  }

  /** A builder with this test's options. */
  public Builder but() {
    return of(workload)
        .nodeCount(nodeCount)
        .concurrency(concurrency)
        .rate(rate)
        .timeLimit(timeLimit)
        .latency(latency)
        .latencyDist(latencyDist)
        .topology(topology)
        .nemesis(nemesis)
        .nemesisInterval(nemesisInterval)
        .availability(availability)
        .consistencyModels(consistencyModels)
        .keyCount(keyCount)
        .maxTxnLength(maxTxnLength)
        .maxWritesPerKey(maxWritesPerKey);
  }

  /** The number of clients. */
  public int clients() {
    return clients(concurrency, nodeCount);
  }

  private static int clients(String concurrency, int nodeCount) {
    boolean forEachNode = concurrency.endsWith("n");
    String number = forEachNode ? concurrency.substring(0, concurrency.length() - 1) : concurrency;
    try {
      int count = number.isEmpty() && forEachNode ? 1 : Integer.parseInt(number);
      return forEachNode ? count * nodeCount : count;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "glomers.part.concurrency: neither a number nor one followed by n: " + concurrency, e);
    }
  }

  /** The share of the operations that must succeed. */
  public double share() {
    return share(availability);
  }

  private static double share(Optional<String> availability) {
    String share = availability.orElse("0");
    try {
      return share.equals("total") ? 1 : Double.parseDouble(share);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "glomers.part.availability: neither a number nor total: " + share, e);
    }
  }

  /** The flags for {@code maelstrom test}, without Maelstrom's defaults. */
  public List<String> flags() {
    Map<String, String> standard = of(workload).nodeCount(0).timeLimit(0).options();
    List<String> flags = new ArrayList<>(List.of("-w", workload));
    options()
        .forEach(
            (name, value) -> {
              if (!value.equals(standard.get(name))) {
                flags.addAll(List.of(name, value));
              }
            });
    return flags;
  }

  /** All options but the workload, with their values. */
  public Map<String, String> options() {
    return but().options();
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** Changes options; their names and units are those of {@link OfficialTest}. */
  public static final class Builder {
    private final String workload;
    private int nodeCount = 5;
    private String concurrency = "1n";
    private double rate = 5;
    private int timeLimit = 60;
    private int latency;
    private String latencyDist = "constant";
    private String topology = "grid";
    private List<String> nemesis = List.of();
    private double nemesisInterval = 10;
    private Optional<String> availability = Optional.empty();
    private List<String> consistencyModels = List.of();
    private int keyCount = 10;
    private int maxTxnLength = 4;
    private int maxWritesPerKey = 16;

    private Builder(String workload) {
      this.workload = workload;
    }

    public Builder nodeCount(int value) {
      nodeCount = value;
      return this;
    }

    public Builder concurrency(String value) {
      concurrency = value;
      return this;
    }

    public Builder rate(double value) {
      rate = value;
      return this;
    }

    public Builder timeLimit(int value) {
      timeLimit = value;
      return this;
    }

    public Builder latency(int value) {
      latency = value;
      return this;
    }

    public Builder latencyDist(String value) {
      latencyDist = value;
      return this;
    }

    public Builder topology(String value) {
      topology = value;
      return this;
    }

    public Builder nemesis(List<String> value) {
      nemesis = value;
      return this;
    }

    public Builder nemesisInterval(double value) {
      nemesisInterval = value;
      return this;
    }

    public Builder availability(Optional<String> value) {
      availability = value;
      return this;
    }

    public Builder consistencyModels(List<String> value) {
      consistencyModels = value;
      return this;
    }

    public Builder keyCount(int value) {
      keyCount = value;
      return this;
    }

    public Builder maxTxnLength(int value) {
      maxTxnLength = value;
      return this;
    }

    public Builder maxWritesPerKey(int value) {
      maxWritesPerKey = value;
      return this;
    }

    private Map<String, String> options() {
      Map<String, String> options = new LinkedHashMap<>();
      options.put("--node-count", Integer.toString(nodeCount));
      options.put("--concurrency", concurrency);
      options.put("--time-limit", Integer.toString(timeLimit));
      options.put("--rate", number(rate));
      options.put("--latency", Integer.toString(latency));
      options.put("--latency-dist", latencyDist);
      options.put("--topology", topology);
      options.put("--nemesis", String.join(",", nemesis));
      options.put("--nemesis-interval", number(nemesisInterval));
      options.put("--availability", availability.orElse(""));
      options.put("--consistency-models", String.join(",", consistencyModels));
      options.put("--key-count", Integer.toString(keyCount));
      options.put("--max-txn-length", Integer.toString(maxTxnLength));
      options.put("--max-writes-per-key", Integer.toString(maxWritesPerKey));
      return options;
    }

    /**
     * @throws IllegalArgumentException naming the property that is out of range
     */
    public OfficialTest build() {
      return new OfficialTest(
          workload,
          nodeCount,
          concurrency,
          rate,
          timeLimit,
          latency,
          latencyDist,
          topology,
          nemesis,
          nemesisInterval,
          availability,
          consistencyModels,
          keyCount,
          maxTxnLength,
          maxWritesPerKey);
    }
  }
}
