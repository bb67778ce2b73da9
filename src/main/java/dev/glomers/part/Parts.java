package dev.glomers.part;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.common.utils.StringUtil;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The parts of the challenge: one for each {@code application-<part>.properties} in {@code
 * config/}.
 */
public final class Parts {
  private static final String SHARED = "application.properties";
  private static final String PREFIX = "application-";
  private static final String SUFFIX = ".properties";

  private final Path config;

  private Parts(Path config) {
    this.config = config;
  }

  /** Finds the nearest {@code config/} above the code, whatever the working directory is. */
  public static Parts find() {
    for (Path above = code(); above != null; above = above.getParent()) {
      Path config = above.resolve("config");
      if (Files.isRegularFile(config.resolve(SHARED))) {
        return new Parts(config);
      }
    }
    throw new UncheckedIOException(
        new FileNotFoundException("no config/" + SHARED + " in any directory above " + code()));
  }

  public List<String> names() {
    try (Stream<Path> files = Files.list(config)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.startsWith(PREFIX) && file.endsWith(SUFFIX))
          .map(file -> file.substring(PREFIX.length(), file.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The part with this full name ({@code 3d-broadcast}) or number ({@code 3d}), if it has one. */
  public Optional<String> named(String name) {
    // Nodes are started by full names, and to search a directory takes time.
    return Files.isRegularFile(file(name)) ? Optional.of(name) : numbered(name);
  }

  private Optional<String> numbered(String number) {
    return names().stream()
        .filter(part -> part.matches("\\d.*") && part.startsWith(number + "-"))
        .findFirst();
  }

  /** The program that runs a node of the part, for Maelstrom's {@code --bin}. */
  public Path launcher(String part) {
    return config.resolveSibling("target").resolve("nodes").resolve(part);
  }

  /** All parts for {@code all}, or the one with this full name or number. */
  public List<Part> matching(String name) {
    return name.equals("all")
        ? names().stream().map(this::get).toList()
        : named(name).map(this::get).stream().toList();
  }

  /** The part with this full name. */
  public Part get(String name) {
    return new Part(name, files(name));
  }

  /** A workload that is no part, with Maelstrom's defaults and without limits. */
  public Part ofWorkload(String workload) {
    Map<String, String> defaults =
        Map.of("workload", workload, "node-count", "5", "time-limit", "60");
    Map<String, String> properties = new HashMap<>();
    defaults.forEach((name, value) -> properties.put(PartConfig.PREFIX + "." + name, value));
    return new Part(workload, List.of(config.resolve(SHARED)), properties);
  }

  /** Makes Quarkus read the shared configuration and the part's own; call it before the start. */
  public void select(String part) {
    use(files(part));
  }

  /** Makes Quarkus read the shared configuration. */
  public void share() {
    use(List.of(config.resolve(SHARED)));
  }

  private void use(List<Path> files) {
    requireKnown(System.getenv().keySet());
    // Quarkus looks for .env and config/ here, and the working directory may be anybody's. The JDK
    // itself has read this property already.
    System.setProperty("user.dir", config.toString());
    PartConfigCustomizer.use(Part.sources(files));
  }

  /**
   * Refuses misspelt environment variables. SmallRye Config does not: each may belong to another
   * program.
   */
  static void requireKnown(Set<String> variables) {
    for (String variable : variables) {
      String name = asVariable(variable);
      if (name.startsWith("GLOMERS_") && known().noneMatch(name::equals)) {
        throw new IllegalArgumentException(variable + ": no such property");
      }
    }
  }

  private static Stream<String> known() {
    return ClassIndex.annotatedBy(ConfigMapping.class).stream()
        .map(ConfigMappings.ConfigClass::configClass)
        .flatMap(mapping -> ConfigMappings.getProperties(mapping).keySet().stream())
        .map(Parts::asVariable);
  }

  private static String asVariable(String property) {
    return StringUtil.replaceNonAlphanumericByUnderscores(property).toUpperCase(Locale.ROOT);
  }

  private List<Path> files(String part) {
    return List.of(config.resolve(SHARED), file(part));
  }

  private Path file(String part) {
    return config.resolve(PREFIX + part + SUFFIX);
  }

  private static Path code() {
    CodeSource source = Parts.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      // A native executable has no code source.
      return Path.of(ProcessHandle.current().info().command().orElseThrow());
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
