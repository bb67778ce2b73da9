package dev.glomers.cli;

import dev.glomers.part.Version;
import dev.glomers.protocol.Json;
import dev.glomers.simulation.Run;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A run as one JSON object, for programs: exact figures, all anomalies. */
final class RunJson {
  private RunJson() {}

  static Json of(Sweep sweep, Run run) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("test", sweep.trial().name());
    fields.put("seed", run.seed());
    fields.put("valid", run.valid());
    fields.put("over_limit", sweep.overLimit(run.measured()));
    fields.put("operations", run.operations());
    fields.put("msgs_per_op", number(run.serverMessagesPerOperation()));
    fields.put("all_msgs_per_op", number(run.messagesPerOperation()));
    fields.put("availability", number(run.availability()));
    run.latency().ifPresent(latency -> fields.put("latency_ns", latency));
    Map<String, Json> figures = new LinkedHashMap<>();
    run.figures().forEach((name, figure) -> figures.put(name, number(figure)));
    fields.put("figures", figures);
    fields.put("faults", run.effects());
    fields.put("anomalies", run.anomalies());
    fields.put("unchecked", run.unchecked());
    fields.put("replay", sweep.replay().with(run.seed()));
    fields.put("version", Version.text());
    return Json.of(fields);
  }

  /** The codec of messages knows no fractions. */
  private static Json number(Number value) {
    return Json.ofTrustedText(value.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
