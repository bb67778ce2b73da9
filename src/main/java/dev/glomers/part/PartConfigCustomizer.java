package dev.glomers.part;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import java.util.List;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Makes Quarkus read the files of the part that was chosen, as {@link Part} does. A node, which
 * refuses properties that it does not know, is told that its part's description is none of its
 * business.
 */
public final class PartConfigCustomizer implements SmallRyeConfigBuilderCustomizer {
  // Quarkus makes the instances, so what they are to know cannot be handed to them.
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
