package dev.glomers.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.glomers.part.Part;
import dev.glomers.part.Version;
import dev.glomers.simulation.Shrinker;
import dev.glomers.simulation.Simulation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A failed run as a file, from which it can be run again.
 *
 * @param options the options of {@code glomers simulate}, with their values
 * @param properties the properties that the environment set, by name
 * @param anomaly the first anomaly
 * @param version the version of the program that found it
 */
@RegisterForReflection
record SavedFailure(
    String part,
    long seed,
    Map<String, String> options,
    Map<String, String> properties,
    String anomaly,
    String version) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  static SavedFailure of(Part part, Simulation simulation, Shrinker.Failure failure) {
    return new SavedFailure(
        part.name(),
        failure.run().seed(),
        simulation.testing(failure.test()).only(failure.plan()).options(),
        part.overridden(),
        failure.run().anomalies().get(0).toString(),
        Version.text());
  }

  /**
   * @throws Mistake naming the file, if it is not a saved failure
   */
  static SavedFailure read(Path file) {
    try {
      return MAPPER.readValue(Files.readString(file), SavedFailure.class);
    } catch (JsonProcessingException e) {
      throw new Mistake("--replay: " + file + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Mistake("--replay: cannot read " + e.getMessage());
    }
  }

  /** The arguments of {@code glomers simulate} that run the failure again. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of(part, "--seed", Long.toString(seed)));
    options.forEach(
        (name, value) -> {
          arguments.add(name);
          if (!value.isEmpty()) {
            arguments.add(value);
          }
        });
    return arguments;
  }

  /** A few lines of JSON. */
  @Override
  public String toString() {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
