package dev.glomers.part;

import java.nio.file.Path;
import java.util.List;

/** The parts, except that their nodes keep their state on disk. */
public final class DurableParts {
  private static final Path CONFIG = Path.of("config");

  private DurableParts() {}

  /** The part with this number, or full name. */
  public static Part get(String name) {
    String full = Parts.find().named(name).orElseThrow();
    return new Part(
        full,
        List.of(
            CONFIG.resolve("application.properties"),
            CONFIG.resolve("application-" + full + ".properties"),
            Path.of("src/test/resources/durable.properties")));
  }
}
