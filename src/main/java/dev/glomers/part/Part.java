package dev.glomers.part;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.common.MapBackedConfigSource;
import io.smallrye.config.common.utils.ConfigSourceUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * A part of the challenge. Its configuration is what its nodes read: the shared file, the part's
 * own file, environment variables and system properties; later ones override earlier ones.
 */
public final class Part {
  private final String name;
  private final List<Path> files;
  private final Map<String, String> properties;

  /**
   * @param files the configuration's files; a later one overrides the earlier
   */
  Part(String name, List<Path> files) {
    this(name, files, Map.of());
  }

  /**
   * @param properties defaults for what the files do not set
   */
  Part(String name, List<Path> files, Map<String, String> properties) {
    this.name = name;
    this.files = files;
    this.properties = properties;
  }

  /** Such as {@code 3d-broadcast}. */
  public String name() {
    return name;
  }

  /** The name of the challenge that solves the part. */
  public String challenge() {
    return builder().build().getValue("glomers.challenge", String.class);
  }

  /** The official commands, usually one. */
  public List<OfficialTest> tests() {
    return OfficialTest.of(config(PartConfig.class));
  }

  /** The faults that the part's solution tolerates. */
  public List<String> withstands() {
    return config(PartConfig.class).withstands();
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
    return mapped(builder().withMapping(mapping)).getConfigMapping(mapping);
  }

  /** The properties of this project that the environment or the command line sets, by name. */
  public Map<String, String> overridden() {
    SmallRyeConfig config = mapped(builder());
    Map<String, String> set = new TreeMap<>();
    for (String name : config.getPropertyNames()) {
      ConfigValue value = config.getConfigValue(name);
      if (name.startsWith("glomers.")
          && value.getValue() != null
          && value.getConfigSourceOrdinal() >= EnvConfigSource.ORDINAL) {
        set.put(name, value.getValue());
      }
    }
    return set;
  }

  /** Adds all mappings, so that unknown properties are refused, as by a node. */
  private static SmallRyeConfig mapped(SmallRyeConfigBuilder builder) {
    ClassIndex.annotatedBy(ConfigMapping.class).forEach(builder::withMapping);
    return builder.build();
  }

  private SmallRyeConfigBuilder builder() {
    return new SmallRyeConfigBuilder()
        // Not the thread's class loader: the threads of a sweep have another.
        .forClassLoader(Part.class.getClassLoader())
        .addDefaultInterceptors()
        .addSystemSources()
        .addDiscoveredConverters()
        .withSources(new PropertiesConfigSource(properties, name, 0))
        .withSources(sources(files));
  }

  /** The files as sources: later files override earlier ones, the system's sources all files. */
  static List<ConfigSource> sources(List<Path> files) {
    int ordinal = PropertiesConfigSource.DEFAULT_ORDINAL;
    List<ConfigSource> sources = new ArrayList<>();
    for (Path file : files) {
      try {
        URL url = file.toUri().toURL();
        // Not a PropertiesConfigSource: to make its name would take 5 % of a node's start
        sources.add(
            new MapBackedConfigSource(
                url.toString(), ConfigSourceUtil.urlToMap(url), ++ordinal) {});
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sources;
  }

  @Override
  public String toString() {
    return name;
  }
}
