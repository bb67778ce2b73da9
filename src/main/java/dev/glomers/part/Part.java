package dev.glomers.part;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A part of the challenge. Its configuration is the one that its nodes read: the shared file, the
 * part's own, environment variables and system properties, the later over the earlier.
 */
public final class Part {
  private final String name;
  private final List<Path> files;

  /**
   * @param files the configuration's files; a later one overrides the earlier
   */
  Part(String name, List<Path> files) {
    this.name = name;
    this.files = files;
  }

  /** Such as {@code 3d-broadcast}. */
  public String name() {
    return name;
  }

  /** The name of the challenge that solves it. */
  public String challenge() {
    return builder().build().getValue("glomers.challenge", String.class);
  }

  /** The official commands, mostly one. */
  public List<OfficialTest> tests() {
    return OfficialTest.of(config(PartConfig.class));
  }

  public Bounds limit() {
    return config(PartConfig.class).limit();
  }

  public Bounds goal() {
    return config(PartConfig.class).goal();
  }

  /**
   * The part's configuration as a {@code @ConfigMapping}.
   *
   * @throws io.smallrye.config.ConfigValidationException naming the properties that do not fit
   */
  public <C> C config(Class<C> mapping) {
    return builder().withMapping(mapping).build().getConfigMapping(mapping);
  }

  private SmallRyeConfigBuilder builder() {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            // Not the thread's: a sweep asks on threads that have another.
            .forClassLoader(Part.class.getClassLoader())
            .addDefaultInterceptors()
            .addSystemSources()
            .addDiscoveredConverters();
    addSources(builder, files);
    return builder;
  }

  /** Adds the files, a later one over the earlier, all of them below the system's own sources. */
  static void addSources(SmallRyeConfigBuilder builder, List<Path> files) {
    int ordinal = PropertiesConfigSource.DEFAULT_ORDINAL;
    for (Path file : files) {
      try {
        builder.withSources(new PropertiesConfigSource(file.toUri().toURL(), ++ordinal));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
