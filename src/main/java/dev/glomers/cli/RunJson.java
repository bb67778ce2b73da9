package dev.glomers.cli;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.glomers.part.Version;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.workload.Anomaly;
import dev.glomers.simulation.workload.Latency;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A run as one line of JSON, for programs: exact figures, all anomalies. */
@RegisterForReflection
record RunJson(
    String test,
    long seed,
    boolean valid,
    boolean official,
    List<String> overLimit,
    int operations,
    long messages,
    long serverMessages,
    double msgsPerOp,
    double allMsgsPerOp,
    double availability,
    @JsonSetter(nulls = Nulls.SET) @Nullable Latency latencyNs,
    Map<String, Number> figures,
    Map<String, Long> faults,
    SortedMap<String, Boolean> situations,
    List<Anomaly> anomalies,
    List<String> unchecked,
    List<String> log,
    String replay,
    String version) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
          .build();

  static RunJson of(Sweep sweep, Run run) {
    return new RunJson(
        sweep.trial().name(),
        run.seed(),
        run.valid(),
        sweep.official(),
        sweep.overLimit(run.measured()),
        run.operations(),
        run.messages(),
        run.serverMessages(),
        run.serverMessagesPerOperation(),
        run.messagesPerOperation(),
        run.availability(),
        run.latency().orElse(null),
        run.figures(),
        run.effects(),
        run.situations(),
        run.anomalies(),
        run.unchecked(),
        run.log(),
        sweep.replay(run.seed()),
        Version.text());
  }

  /**
   * Parses a line.
   *
   * @throws JsonProcessingException if it is not a run
   */
  static RunJson read(String line) throws JsonProcessingException {
    return MAPPER.readValue(line, RunJson.class);
  }

  Run run() {
    return new Run(
        seed,
        anomalies,
        unchecked,
        figures,
        Optional.ofNullable(latencyNs),
        operations,
        messages,
        serverMessages,
        availability,
        faults,
        situations,
        log,
        Optional.empty(),
        Optional.empty());
  }

  /** The line. */
  @Override
  public String toString() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
