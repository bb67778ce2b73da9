package dev.glomers.report;

import dev.glomers.part.Bounds;
import dev.glomers.part.Figures;
import dev.glomers.part.Figures.Bounded;
import dev.glomers.part.Part;
import dev.glomers.part.Version;
import dev.glomers.protocol.Json;
import dev.glomers.report.Recording.Episode;
import dev.glomers.report.Recording.Stop;
import dev.glomers.report.Recording.Traffic;
import dev.glomers.report.Recording.Transmission;
import dev.glomers.simulation.FaultEffects;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.workload.Operation;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.RawString;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** Writes the page, one self-contained file. */
public final class Report {
  private static final int FIRST_ANOMALIES = 5;
  private static final int MOST_ANOMALIES = 500;

  /** Beyond this number, the texts of messages or of operations would make the page too big. */
  private static final int MOST_TEXTS = 20_000;

  private static final int LONGEST_TEXT = 160;

  private final String name;
  private final Bounds limit;
  private final Bounds goal;
  private final String replay;
  private final Run run;
  private final boolean official;
  private final Figures figures;
  private final Recording recording;
  private final Index lanes = new Index();

  /**
   * @param replay the command that repeats the run
   * @param official whether this is the official test, to which its limits apply
   */
  public Report(Part part, boolean official, String replay, Run run, Recording recording) {
    this.name = part.name();
    this.limit = part.limit();
    this.goal = part.goal();
    this.replay = replay;
    this.run = run;
    this.official = official;
    this.figures = run.measured();
    this.recording = recording;
    // n2 before n10, and the services below the nodes
    recording.servers.stream()
        .sorted(
            Comparator.comparing((String id) -> !id.matches("n\\d+"))
                .thenComparing(String::length)
                .thenComparing(Comparator.naturalOrder()))
        .forEach(lanes::of);
  }

  /** The page. */
  public String html() {
    Engine engine =
        Engine.builder()
            .addDefaults()
            .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
            .build();
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("name", name);
    page.put("seed", run.seed());
    page.put("valid", run.valid() && overLimit().isEmpty());
    page.put("verdict", verdict());
    page.put("summary", summary());
    page.put("replay", replay);
    page.put("version", Version.text());
    page.put("anomalies", anomalies(0, FIRST_ANOMALIES));
    page.put("furtherAnomalies", anomalies(FIRST_ANOMALIES, MOST_ANOMALIES));
    page.put("counted", run.counted());
    page.put("story", Story.of(recording));
    page.put("cards", cards());
    page.put("types", types());
    page.put("faults", faults());
    page.put("effects", new FaultEffects().add(run.effects()).toString());
    page.put("log", run.log());
    page.put("data", new RawString(data()));
    page.put("style", new RawString(resource("palette.css") + resource("report.css")));
    page.put("script", new RawString(resource("draw.js") + resource("report.js")));
    return engine
        .parse(resource("report.html"), Variant.forContentType(Variant.TEXT_HTML))
        .data(page)
        .render();
  }

  private List<String> overLimit() {
    return official ? figures.overLimit(limit) : List.of();
  }

  private String verdict() {
    if (!run.valid()) {
      return "invalid";
    }
    return overLimit().isEmpty() ? "valid" : "over the limit";
  }

  private String summary() {
    StringBuilder summary = new StringBuilder();
    summary.append(
        "%,d operations in %.0f s on %d nodes, seed %d. "
            .formatted(
                run.operations(),
                recording.endNanos / 1e9,
                recording.servers.stream().filter(id -> id.matches("n\\d+")).count(),
                run.seed()));
    summary.append(
        switch (run.anomalies().size()) {
          case 0 -> "No anomalies were found.";
          case 1 -> "One anomaly was found.";
          default -> run.anomalies().size() + " anomalies were found.";
        });
    if (official) {
      overLimit()
          .forEach(over -> summary.append(" Over the official limit: ").append(over).append('.'));
      figures
          .overGoal(goal)
          .forEach(over -> summary.append(" Our goal is missed: ").append(over).append('.'));
    } else if (!figures.overLimit(limit).isEmpty()) {
      summary.append(" The limits hold for the official test only, and this is another test.");
    }
    return summary.toString();
  }

  private List<Map<String, Object>> anomalies(int from, int to) {
    return run.anomalies().stream()
        .limit(to)
        .skip(from)
        .map(anomaly -> Map.<String, Object>of("kind", anomaly.kind(), "words", anomaly.words()))
        .toList();
  }

  private List<Map<String, Object>> cards() {
    List<Map<String, Object>> cards = new ArrayList<>();
    for (Bounded bounded : Bounded.values()) {
      OptionalDouble figure = bounded.of(figures);
      if (figure.isPresent()) {
        cards.add(card(bounded.toString(), Figures.text(figure), bounds(bounded)));
      }
    }
    cards.add(card("all msgs/op", Figures.text(figures.allMsgsPerOp()), "including the clients'"));
    cards.add(
        card("available", "%.2f %%".formatted(run.availability() * 100), "of the operations"));
    cards.add(
        card("messages", "%,d".formatted(run.serverMessages()), "between nodes and to services"));
    return cards;
  }

  private static Map<String, Object> card(String name, String value, String note) {
    return Map.of("name", name, "value", value, "note", note);
  }

  private static String decimal(Number number) {
    return Figures.text(OptionalDouble.of(number.doubleValue()));
  }

  private String bounds(Bounded bounded) {
    List<String> bounds = new ArrayList<>();
    bounded.of(limit).ifPresent(bound -> bounds.add("limit " + decimal(bound)));
    bounded.of(goal).ifPresent(bound -> bounds.add("goal " + decimal(bound)));
    return String.join(", ", bounds);
  }

  private List<Map<String, Object>> types() {
    long most = recording.traffic.values().stream().mapToLong(type -> type.count).max().orElse(1);
    return recording.traffic.values().stream()
        .sorted(
            Comparator.comparing((Traffic type) -> type.client).thenComparing(type -> -type.count))
        .map(
            type ->
                Map.<String, Object>of(
                    "name",
                    type.type,
                    "between",
                    type.client ? "clients" : "servers",
                    "count",
                    "%,d".formatted(type.count),
                    "share",
                    100.0 * type.count / most,
                    "perOperation",
                    decimal((double) type.count / Math.max(1, run.operations())),
                    "bytes",
                    "%,d".formatted(type.bytes / type.count)))
        .toList();
  }

  private List<Map<String, Object>> faults() {
    return recording.faults.stream()
        .map(
            fault ->
                Map.<String, Object>of(
                    "name",
                    fault.name,
                    "what",
                    fault.what,
                    "from",
                    seconds(fault.fromNanos),
                    "to",
                    fault.toNanos < 0 ? "" : seconds(fault.toNanos)))
        .toList();
  }

  private static String seconds(long nanos) {
    return "%.2f s".formatted(nanos / 1e9);
  }

  /** The data for the script, in columns because there are many rows. Times are microseconds. */
  private String data() {
    List<Traffic> kinds = recording.traffic.values().stream().filter(type -> !type.client).toList();
    Index types = new Index();
    kinds.forEach(type -> types.of(type.type));
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("end", Math.max(1, micros(recording.endNanos)));
    data.put("lanes", lanes.names());
    data.put(
        "types",
        kinds.stream().map(type -> Map.of("name", type.type, "count", type.count)).toList());
    data.put("faults", recording.faults.stream().map(this::fault).toList());
    data.put("stops", recording.stops.stream().map(this::stop).toList());
    Index reasons = new Index();
    data.put("messages", messages(types, reasons));
    data.put("reasons", reasons.names());
    Index operations = new Index();
    data.put("operations", operations(operations));
    data.put("kinds", operations.names());
    // The data must not contain the end tag of its script element.
    return Json.of(data).toString().replace("<", "\\u003c");
  }

  private Map<String, Object> fault(Episode fault) {
    return Map.of(
        "name", fault.name,
        "what", fault.what,
        "from", micros(fault.fromNanos),
        "to", micros(fault.toNanos < 0 ? recording.endNanos : fault.toNanos),
        "side", fault.side.stream().map(lanes::of).sorted().toList());
  }

  private Map<String, Object> stop(Stop stop) {
    return Map.of(
        "lane", lanes.of(stop.node),
        "kind", stop.kind,
        "from", micros(stop.fromNanos),
        "to", micros(stop.toNanos < 0 ? recording.endNanos : stop.toNanos));
  }

  private Map<String, List<Object>> messages(Index types, Index reasons) {
    Columns rows = new Columns("type", "src", "dest", "sent", "end", "fate", "reason", "body");
    boolean texts = recording.transmissions.size() <= MOST_TEXTS;
    for (Transmission message : recording.transmissions) {
      boolean underway = message.endedNanos < 0;
      rows.add(
          types.of(message.type),
          lanes.of(message.packet.src()),
          lanes.of(message.packet.dest()),
          micros(message.sentNanos),
          micros(underway ? message.packet.dueNanos() : message.endedNanos),
          underway ? 2 : message.loss == null ? 0 : 1,
          message.loss == null ? -1 : reasons.of(message.loss),
          texts ? Story.brief(message.packet.body(), LONGEST_TEXT) : "");
    }
    return rows.byName;
  }

  private Map<String, List<Object>> operations(Index kinds) {
    Columns rows = new Columns("kind", "lane", "start", "end", "outcome", "text");
    boolean texts = recording.operations.size() <= MOST_TEXTS;
    for (Operation operation : recording.operations) {
      rows.add(
          kinds.of(operation.name()),
          lanes.of(operation.node()),
          micros(operation.invokedAtNanos()),
          micros(Math.min(operation.completedAtNanos(), recording.endNanos)),
          operation.outcome().ordinal(),
          texts ? Story.brief(operation.toString(), LONGEST_TEXT) : "");
    }
    return rows.byName;
  }

  private static long micros(long nanos) {
    return nanos / 1000;
  }

  private static String resource(String name) {
    try (InputStream resource = Report.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Numbers names in the order of their first use. */
  private static final class Index {
    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    int of(String name) {
      return numbers.computeIfAbsent(name, key -> numbers.size());
    }

    Collection<String> names() {
      return numbers.keySet();
    }
  }

  private static final class Columns {
    private final Map<String, List<Object>> byName = new LinkedHashMap<>();

    Columns(String... names) {
      for (String name : names) {
        byName.put(name, new ArrayList<>());
      }
    }

    void add(Object... row) {
      int i = 0;
      for (List<Object> column : byName.values()) {
        column.add(row[i++]);
      }
    }
  }
}
