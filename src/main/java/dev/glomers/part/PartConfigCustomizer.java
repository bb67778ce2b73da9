package dev.glomers.part;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import java.util.List;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Makes Quarkus read the chosen part's files, as {@link Part} does. A node refuses unknown
 * properties, so it is told to ignore the part's description.
 */
public final class PartConfigCustomizer implements SmallRyeConfigBuilderCustomizer {
  // Static, because Quarkus creates the instances.
  private static volatile List<ConfigSource> sources = List.of();

  static void use(List<ConfigSource> chosen) {
    sources = chosen;
  }

  @Override
  public void configBuilder(SmallRyeConfigBuilder builder) {
    builder.withMappingIgnore(PartConfig.PREFIX + ".**");
    builder.withSources(sources);
  }
}
